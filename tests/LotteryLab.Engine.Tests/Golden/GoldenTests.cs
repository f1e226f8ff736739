namespace LotteryLab.Engine.Tests.Golden;

/// <summary>Compares our results with those of published code and of independent implementations, one row a file.</summary>
[Trait("Category", "golden")]
public sealed class GoldenTests(GoldenSummary summary) : IClassFixture<GoldenSummary>
{
    public static TheoryData<string> Cases => GoldenFolder.Rows(_ => true);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Case_OurResult_EqualsReference(string path)
    {
        GoldenFolder.SkipWithout(path);
        var golden = GoldenCase.Load(path);
        if (GoldenHandlers.Waits(golden) is { } subject)
        {
            summary.Unhandled(path);
            Assert.Skip($"unhandled: {path} ({subject})");
        }

        try
        {
            GoldenHandlers.Verify(golden);
            summary.Passed(path);
        }
        catch
        {
            summary.Failed(path);
            throw;
        }
    }
}
