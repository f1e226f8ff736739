using LotteryLab.Engine.Pruning.Flow;
using LotteryLab.Engine.Pruning.Scores;

namespace LotteryLab.Engine.Tests.Golden.Scores;

/// <summary>Magnitude with one threshold, and with one a tensor.</summary>
public sealed class MagnitudeAtInitCase : IGoldenCase
{
    public IReadOnlyList<string> Methods => ["magnitude-at-init"];

    public bool HasShape(GoldenCase golden) => golden.Expected.Has("masks_local");

    public void Verify(GoldenCase golden)
    {
        golden.HasNoInputs();
        using var inputs = new ScoreInputs(golden, hasData: false);
        inputs.Given.DeclareValues(parameter => !parameter.IsWeight, "only weights have a magnitude that counts");
        var densities = golden.Params["densities"].Numbers();
        foreach (var (scope, member) in new[] { (ScoreScope.Global, "masks"), (ScoreScope.Local, "masks_local") })
        {
            foreach (var (density, masks) in golden.Expected[member].Exactly(densities))
            {
                masks.Equal(inputs.Prune(ScoreInputs.Request("magnitude", density) with { Scope = scope }).Masks, inputs.Given.Weights);
            }
        }

        foreach (var (density, kept) in golden.Expected["kept_per_layer"].Exactly(densities))
        {
            var masks = inputs.Prune(ScoreInputs.Request("magnitude", density)).Masks;
            foreach (var (name, count) in kept.Exactly(inputs.Given.WeightNames))
            {
                count.Equal(masks[name].Kept);
            }
        }

        foreach (var (density, collapsed) in golden.Expected["collapsed_layers"].Exactly(densities))
        {
            var masks = inputs.Prune(ScoreInputs.Request("magnitude", density)).Masks;
            var empty = LayerCollapse.Of(inputs.Definition, masks, LivePaths.Of(inputs.Definition, masks)).Empty;
            GoldenCase.Require(collapsed.Texts().SequenceEqual(empty), $"{collapsed.Path}: the empty layers are {(empty.Count == 0 ? "none" : string.Join(", ", empty))}");
        }
    }
}
