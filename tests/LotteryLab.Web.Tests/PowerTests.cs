using LotteryLab.Web.Studies;

namespace LotteryLab.Web.Tests;

public sealed class PowerTests
{
    [Theory]
    [InlineData(5, 1.682)]
    [InlineData(10, 0.996)]
    [InlineData(34, 0.495)]
    public void StandardizedDifference_OfAPairedTest_IsThatOfThePowerTables(int seeds, double expected) =>
        Assert.Equal(expected, PowerLine.StandardizedDifference(seeds), 0.01);

    [Fact]
    public void SmallestDifference_OfOneSeed_DoesNotExist() => Assert.Null(PowerLine.SmallestDifference(1, 0.01));

    [Fact]
    public void SmallestDifference_Always_GrowsWithTheSpreadAndFallsWithTheSeeds()
    {
        Assert.Equal(2 * PowerLine.SmallestDifference(5, 0.01)!.Value, PowerLine.SmallestDifference(5, 0.02)!.Value, 9);
        Assert.True(PowerLine.SmallestDifference(3, 0.01) > PowerLine.SmallestDifference(4, 0.01));
    }

    [Fact]
    public void Spread_OfSeveralGroups_IsPooledOverTheirDegreesOfFreedom()
    {
        // Deviations from the means: 0.01 twice, and 0, 0.02, 0.02: (0.0002 + 0.0008) / 3.
        var spread = SeedSpread.Pool([[0.90, 0.92], [0.5, 0.52, 0.48], [0.7]]);
        Assert.Equal(3, spread.Freedom);
        Assert.Equal(Math.Sqrt(0.001 / 3), spread.Deviation, 12);
    }

    [Fact]
    public void Spread_OfSingleRuns_IsAssumedAndSaysSo()
    {
        var spread = SeedSpread.Pool([[0.9], []]);
        Assert.False(spread.IsMeasured);
        Assert.Equal(SeedSpread.Assumed, spread.Deviation);
    }
}
