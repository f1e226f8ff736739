namespace LotteryLab.Engine.Tests.Golden;

/// <summary>Compares our results with those of published code and of independent implementations, one row a file.</summary>
[Trait("Category", "golden")]
public sealed class GoldenTests(GoldenSummary summary) : IClassFixture<GoldenSummary>
{
    private const string NoFolder = "(no golden folder)";

    public static TheoryData<string> Cases => GoldenFolder.Exists ? [.. GoldenFolder.Cases()] : [NoFolder];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Case_OurResult_EqualsReference(string path)
    {
        if (path == NoFolder)
        {
            Assert.Skip($"There are no reference results at {GoldenFolder.Root}; set LOTTERYLAB_GOLDEN to their folder to compare with them.");
        }

        var golden = GoldenCase.Load(path);
        var handler = GoldenHandlers.Find(golden);
        if (handler is null)
        {
            summary.Unhandled(path);
            Assert.Skip($"unhandled: {path} (method {golden.Method})");
        }

        try
        {
            handler.Verify(golden);
            summary.Passed(path);
        }
        catch
        {
            summary.Failed(path);
            throw;
        }
    }
}
