namespace LotteryLab.Engine.Tests.Golden.Scores;

/// <summary>The control that turns scores around.</summary>
public sealed class InversionCase : IGoldenCase
{
    public bool CanHandle(GoldenCase golden) => golden.Folder == "pai-sanity" && golden.HasExpected("snip_inverted_masks");

    public void Verify(GoldenCase golden)
    {
        using var inputs = new ScoreInputs(golden);
        foreach (var (criterion, isInverted, member) in new[] { ("snip", false, "snip_masks"), ("snip", true, "snip_inverted_masks"), ("synflow", true, "synflow_inverted_masks") })
        {
            foreach (var masks in golden.Expected.GetProperty(member).EnumerateObject())
            {
                foreach (var isReference in new[] { true, false })
                {
                    var outcome = inputs.Prune(criterion, ScoreInputs.Number(masks), request => request with { IsInverted = isInverted, IsReference = isReference });
                    GoldenAssert.Masks(masks.Value, outcome.Masks, $"{member} at {masks.Name}{(isReference ? "" : ", exact")}");
                }
            }
        }
    }
}
