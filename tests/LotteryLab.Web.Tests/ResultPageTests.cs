using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Words;
using LotteryLab.Web.Components.Charts;

namespace LotteryLab.Web.Tests;

public sealed class ResultPageTests
{
    [Theory]
    [InlineData(1, "100%")]
    [InlineData(0.512, "51.2%")]
    [InlineData(0.0352, "3.52%")]
    [InlineData(0.00115, "0.115%")]
    [InlineData(0, "0%")]
    public void WeightsRemaining_Always_HasThreeSignificantDigits(double density, string expected) =>
        Assert.Equal(expected, Numbers.WeightsRemaining(density));

    [Fact]
    public void Plot_OfRows_StartsWithTheDenseNetworkAtTheLeftAndStaysInside()
    {
        var plot = new AccuracyPlot([Row("ticket", 0, 1, 0.97), Row("ticket", 1, 0.512, 0.98), Row("ticket", 2, 0.0352, 0.9), Row("random-reinit", 2, 0.0352, 0.5)]);
        Assert.Equal(["ticket", "random-reinit"], plot.Branches.Select(branch => branch.Name));
        Assert.Equal(AccuracyPlot.Left, plot.Branches[0].Points[0].X, 6);
        Assert.Equal(AccuracyPlot.Right, plot.Branches[0].Points[2].X, 6);
        Assert.All(plot.Branches.SelectMany(branch => branch.Points), point => Assert.InRange(point.Mean, AccuracyPlot.Top, AccuracyPlot.Bottom));
    }

    [Fact]
    public void Plot_OfOneDenseRow_HasFiniteCoordinates()
    {
        var plot = new AccuracyPlot([Row("ticket", 0, 1, 1)]);
        var point = Assert.Single(Assert.Single(plot.Branches).Points);
        Assert.True(double.IsFinite(point.X) && double.IsFinite(point.Mean));
    }

    [Theory]
    [InlineData(0.5, 0.98, "50%", "100%")]
    [InlineData(0.461, 0.95, "50%", "90%")]
    [InlineData(0.9712, 0.9791, "97.0%", "98.0%")]
    [InlineData(0.98, 0.98, "97.80%", "98.10%")]
    public void Plot_OfAnyRange_LabelsRoundAccuracies(double worst, double best, string first, string last)
    {
        var ticks = new AccuracyPlot([Row("ticket", 0, 1, best), Row("ticket", 1, 0.5, worst)]).AccuracyTicks;
        Assert.Equal((first, last), (ticks[0].Label, ticks[^1].Label));
        Assert.InRange(ticks.Count, 3, 7);
    }

    [Fact]
    public void Plot_OfAnEmptiedNetwork_LeavesTheRoundOut() =>
        Assert.Single(new AccuracyPlot([Row("ticket", 0, 1, 0.9), Row("ticket", 1, 0, 0.1)]).Branches[0].Points);

    private static ResultRow Row(string branch, int round, double density, double accuracy) => new()
    {
        Branch = Branch.Parse(branch),
        Round = round,
        Density = Spread.Of([density])!,
        TestAccuracyAtEarlyStop = null,
        FinalTestAccuracy = Spread.Of([accuracy - 0.001, accuracy])!,
        FinalTrainAccuracy = Spread.Of([accuracy])!,
        EarlyStopIteration = null,
    };
}
