using LotteryLab.Engine.Training.Measuring;

namespace LotteryLab.Engine.Tests.Evaluation;

public sealed class EarlyStoppingTests
{
    [Fact]
    public void Minimum_Tied_IsTheEarliest() => Assert.Equal(1, EarlyStopping.PositionOfMinimum([0.5, 0.3, 0.3, 0.4]));

    [Fact]
    public void NaNAndMissing_NeverWin()
    {
        Assert.Equal(2, EarlyStopping.PositionOfMinimum([double.NaN, null, 0.9, double.NaN]));
        Assert.Equal(-1, EarlyStopping.PositionOfMinimum([double.NaN, null]));
        Assert.Equal(-1, EarlyStopping.PositionOfMinimum([]));
    }
}
