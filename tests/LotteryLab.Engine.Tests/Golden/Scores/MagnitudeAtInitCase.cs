using LotteryLab.Engine.Pruning.Flow;
using LotteryLab.Engine.Pruning.Scores;

namespace LotteryLab.Engine.Tests.Golden.Scores;

/// <summary>Magnitude with one threshold, and with one a tensor.</summary>
public sealed class MagnitudeAtInitCase : IGoldenCase
{
    public bool CanHandle(GoldenCase golden) => golden.Folder == "magnitude-at-init" && golden.HasExpected("masks_local");

    public void Verify(GoldenCase golden)
    {
        using var inputs = new ScoreInputs(golden);
        foreach (var (scope, member) in new[] { (ScoreScope.Global, "masks"), (ScoreScope.Local, "masks_local") })
        {
            foreach (var masks in golden.Expected.GetProperty(member).EnumerateObject())
            {
                var outcome = inputs.Prune("magnitude", ScoreInputs.Number(masks), request => request with { Scope = scope });
                GoldenAssert.Masks(masks.Value, outcome.Masks, $"{scope} at {masks.Name}");
            }
        }

        foreach (var kept in golden.Expected.GetProperty("kept_per_layer").EnumerateObject())
        {
            var masks = inputs.Prune("magnitude", ScoreInputs.Number(kept)).Masks;
            Assert.All(kept.Value.EnumerateObject(), layer => Assert.Equal(layer.Value.GetInt64(), masks[layer.Name].Kept));
            var collapse = LayerCollapse.Of(inputs.Definition, masks, LivePaths.Of(inputs.Definition, masks));
            Assert.Equal(golden.Expected.GetProperty("collapsed_layers").GetProperty(kept.Name).EnumerateArray().Select(name => name.GetString()), collapse.Empty);
        }
    }
}
