namespace LotteryLab.Engine.Tests.Golden.Scores;

/// <summary>The control that turns scores around.</summary>
public sealed class InversionCase : IGoldenCase
{
    public IReadOnlyList<string> Methods => ["pai-sanity"];

    public bool HasShape(GoldenCase golden) => golden.Expected.Has("snip_inverted_masks");

    public void Verify(GoldenCase golden)
    {
        using var inputs = new ScoreInputs(golden, hasData: true);
        var densities = golden.Params["densities"].Numbers();
        var isTraining = inputs.IsTraining(golden.Params);
        foreach (var (criterion, isInverted, member) in new[] { ("snip", false, "snip_masks"), ("snip", true, "snip_inverted_masks"), ("synflow", true, "synflow_inverted_masks") })
        {
            foreach (var (density, masks) in golden.Expected[member].Exactly(densities))
            {
                var request = ScoreInputs.Request(criterion, density);
                request = request with { IsInverted = isInverted, Data = request.Data with { IsTraining = isTraining } };
                masks.Equal(inputs.Prune(request).Masks, inputs.Given.Weights);
                masks.Equal(inputs.Prune(request with { IsReference = false }).Masks, inputs.Given.Weights);
            }
        }
    }
}
