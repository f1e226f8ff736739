using LotteryLab.Engine.Experiments;

namespace LotteryLab.Engine.Tests.Experiments;

public sealed class DifferenceTestTests
{
    [Fact]
    public void Paired_KnownDifferences_GivesTheTextbookValues()
    {
        // t = 2 / (1 / sqrt 3) = 3.4641 with 2 degrees of freedom; the quantile is 4.3027.
        var test = DifferenceTest.Paired([1, 2, 3])!;
        Assert.Equal(0.0742, test.PValue!.Value, 1e-4);
        Assert.Equal(4.3027 / Math.Sqrt(3), test.HalfWidth95!.Value, 1e-4);
        Assert.False(test.IsSignificant);

        // The deviation is sqrt(34 / 4): t = 3 / (2.9155 / sqrt(5)) = 2.3009 with 4 degrees of freedom.
        Assert.Equal(0.0829, DifferenceTest.Paired([-1, 2, 3, 4, 7])!.PValue!.Value, 1e-4);
    }

    [Fact]
    public void Unpaired_KnownGroups_GivesWelchsValues()
    {
        // Means 2 and 6, variances 1 and 4: t = 4 / sqrt(5 / 3) = 3.0984 with 2.9412 degrees of freedom.
        var test = DifferenceTest.Unpaired([1, 2, 3], [4, 6, 8])!;
        Assert.Equal((3, 4), (test.Count, test.Difference));
        Assert.Equal(0.0549, test.PValue!.Value, 1e-3);
    }

    [Fact]
    public void Of_FewerThanThree_IsNoTest()
    {
        Assert.Null(DifferenceTest.Paired([]));
        var test = DifferenceTest.Paired([0.1, 0.2])!;
        Assert.Equal((2, null, null), (test.Count, test.PValue, test.HalfWidth95));
        Assert.Equal("not enough runs for a test", test.Untested);
        Assert.Null(DifferenceTest.Unpaired([0.1], [0.2, 0.3, 0.4])!.PValue);
    }

    [Fact]
    public void Of_EqualDifferences_HasNoSpreadToTestAgainst()
    {
        var test = DifferenceTest.Paired([0.96 - 0.95, 0.97 - 0.96, 0.98 - 0.97])!;
        Assert.Equal((null, null, null), (test.PValue, test.HalfWidth95, test.IsSignificant));
        Assert.Contains("no spread", test.Untested, StringComparison.Ordinal);
        Assert.Null(DifferenceTest.Unpaired([0.9, 0.9, 0.9], [0.8, 0.8, 0.8])!.PValue);
    }

    [Fact]
    public void Of_NoDifferenceAtAll_ClaimsNothing() => Assert.Equal((1.0, 0.0), (DifferenceTest.Paired([0, 0, 0])!.PValue, DifferenceTest.Paired([0, 0, 0])!.HalfWidth95));

    [Fact]
    public void Holm_Always_RaisesTheSmallestMost() => Assert.Equal([0.03, 0.06, 0.06], DifferenceTest.Holm([0.01, 0.04, 0.03]), (a, b) => Math.Abs(a - b) < 1e-12);
}
