using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Planning;
using LotteryLab.Web.Text;

namespace LotteryLab.Web.Tests;

public sealed class CurveSummaryTests
{
    [Fact]
    public void CurveSummary_OfMatchingTickets_NamesTheSmallestAndWhatFallsBelow()
    {
        var text = CurveSummary.Of([Row("ticket", 0, 1, 0.95), Row("ticket", 1, 0.512, 0.96), Row("ticket", 2, 0.0352, 0.951), Row("ticket", 3, 0.01, 0.8), Row("random-reinit", 1, 0.512, 0.94)]);
        Assert.Contains("The dense network reaches 95.00% (n=3).", text);
        Assert.Contains("Tickets reach its mean down to 3.52% of weights.", text);
        Assert.Contains("falls below at 51.2%", text);
    }

    [Fact]
    public void CurveSummary_OfMethodsSideBySide_NamesThoseThatReachTheDenseNetwork()
    {
        var text = CurveSummary.Of([Row("ticket", 0, 1, 0.95), Row("imp", 1, 0.2, 0.96), Row("imp", 2, 0.05, 0.9), Row("imp/shuffled-mask", 1, 0.2, 0.97), Row("random", 1, 0.2, 0.8)]);
        Assert.Equal("The dense network reaches 95.00% (n=3). Of 2 methods these reach its mean: imp down to 20%.", text);
    }

    [Fact]
    public void CurveSummary_WhileOnlyAControlHasFinished_WaitsForTheTicket() =>
        Assert.Contains("No ticket is trained yet.", CurveSummary.Of([Row("ticket", 0, 1, 0.95), Row("random-reinit", 1, 0.5, 0.9)]));

    [Fact]
    public void CurveSummary_OfNothing_SaysSo() => Assert.Equal("No dense network is trained yet.", CurveSummary.Of([]));

    private static ResultRow Row(string branch, int round, double density, double accuracy) => new()
    {
        Branch = Branch.Parse(branch),
        Round = round,
        Density = Spread.Of([density, density, density])!,
        TestAccuracyAtEarlyStop = Spread.Of([accuracy, accuracy, accuracy]),
        FinalTestAccuracy = Spread.Of([accuracy, accuracy, accuracy])!,
        FinalTrainAccuracy = Spread.Of([accuracy, accuracy, accuracy])!,
        EarlyStopIteration = null,
    };
}
