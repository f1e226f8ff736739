using LotteryLab.Bench.Reporting;

namespace LotteryLab.Bench.Tests;

public sealed class StatisticsTests
{
    [Theory]
    [InlineData(new[] { 3.0 }, 3)]
    [InlineData(new[] { 9.0, 1, 2 }, 2)]
    [InlineData(new[] { 4.0, 1, 3, 100 }, 3.5)]
    public void Median_IsTheMiddleOrTheMeanOfTheTwoInTheMiddle(double[] values, double expected) =>
        Assert.Equal(expected, Statistics.Median(values));

    [Fact]
    public void Median_OfNothing_IsRefused() => Assert.Throws<ArgumentException>(() => Statistics.Median([]));

    [Fact]
    public void Spread_HasMedianSmallestAndLargest() => Assert.Equal(new Spread(2, 1, 9), Statistics.Spread([9.0, 1, 2]));

    [Theory]
    [InlineData(1234.4, "1234")]
    [InlineData(12.345, "12.3")]
    [InlineData(1.2345, "1.23")]
    [InlineData(0.98765, "0.988")]
    [InlineData(0.0012345, "0.0012")]
    [InlineData(double.NaN, "–")]
    [InlineData(double.PositiveInfinity, "–")]
    public void Number_HasAboutThreeDigits(double value, string expected) => Assert.Equal(expected, Spread.Number(value));
}
