using LotteryLab.Engine.Experiments;
using LotteryLab.Web.Text;

namespace LotteryLab.Web.Tests;

public sealed class NumbersTests
{
    [Theory]
    [InlineData(0.512, "48.8%")]
    [InlineData(1, "0.0%")]
    [InlineData(0.0012, "99.88%")]
    public void Sparsity_Always_HasOneDecimalBelow99PercentThenTwo(double density, string expected) => Assert.Equal(expected, Numbers.Sparsity(density));

    [Theory]
    [InlineData(0.0352, "28.4×")]
    [InlineData(1, "1×")]
    [InlineData(0, "nothing left")]
    public void Compression_Always_CarriesTheMultiplicationSign(double density, string expected) => Assert.Equal(expected, Numbers.Compression(density));

    [Theory]
    [InlineData(0.0031, "+0.31 pp")]
    [InlineData(-0.0012, "\u22120.12 pp")]
    [InlineData(-0.00001, "+0.00 pp")]
    public void Points_Always_AreSignedWithATrueMinus(double difference, string expected) => Assert.Equal(expected, Numbers.Points(difference));

    [Theory]
    [InlineData(266_200, "266 k")]
    [InlineData(9_999, "9\u2009999")]
    [InlineData(11_173_962, "11.2 M")]
    public void Count_Above10000_IsShort(long count, string expected) => Assert.Equal(expected, Numbers.Count(count));

    [Fact]
    public void Groups_Always_KeepAllDigitsInThinSpacedGroups() => Assert.Equal("266\u2009200", Numbers.Groups(266_200));

    [Theory]
    [InlineData(8040, "2 h 14 min")]
    [InlineData(48.2, "48 s")]
    [InlineData(0, "0 s")]
    [InlineData(90_000, "1 d 1 h")]
    [InlineData(3600, "1 h")]
    public void Duration_Always_HasTheTwoLargestUnits(double seconds, string expected) => Assert.Equal(expected, Numbers.Duration(seconds));

    [Theory]
    [InlineData(0.0012, "0.0012")]
    [InlineData(0.00012, "1.2e-4")]
    [InlineData(0, "0")]
    [InlineData(2.30259, "2.3")]
    public void Plain_Always_HasThreeDigitsAndPowersBelowAThousandth(double value, string expected) => Assert.Equal(expected, Numbers.Plain(value));

    [Fact]
    public void Accuracy_OfFiveRuns_NamesIntervalAndN() =>
        Assert.Equal("98.06% (95% CI 97.98-98.14, n=5)", Numbers.Accuracy(new Spread(5, 0.9806, 0.9798, 0.9814, 0.000644)));

    [Fact]
    public void Accuracy_OfTwoRuns_NamesSmallestAndLargest() =>
        Assert.Equal("98.00% (97.00 to 99.00, n=2)", Numbers.Accuracy(Spread.Of([0.97, 0.99])));

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
        Branch = branch,
        Round = round,
        Density = Spread.Of([density, density, density])!,
        TestAccuracyAtEarlyStop = Spread.Of([accuracy, accuracy, accuracy]),
        FinalTestAccuracy = Spread.Of([accuracy, accuracy, accuracy])!,
        FinalTrainAccuracy = Spread.Of([accuracy, accuracy, accuracy])!,
        EarlyStopIteration = null,
    };
}
