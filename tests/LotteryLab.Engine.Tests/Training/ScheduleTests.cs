using LotteryLab.Engine.Methods.Bip;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Training.Schedules;

namespace LotteryLab.Engine.Tests.Training;

public sealed class ScheduleTests
{
    [Fact]
    public void Milestones_WithWarmup_MultipliesBothFactors()
    {
        var schedule = new MilestonesSchedule().Resolve(new MilestonesOptions { Milestones = ["20it", "1ep"], Warmup = TrainingLength.FromIterations(30) }, 0.4, 10, 100);
        Assert.Equal(0, schedule.At(0));
        Assert.Equal(0.4 / 30, schedule.At(1), 1e-15);
        Assert.Equal(0.4 * 0.1 * 10 / 30, schedule.At(10), 1e-15);
        Assert.Equal(0.4 * 0.01 * 20 / 30, schedule.At(20), 1e-15);
        Assert.Equal(0.4 * 0.01, schedule.At(30), 1e-15);
    }

    [Fact]
    public void Milestones_UnreadablePosition_SaysHowToWriteIt()
    {
        var failure = Assert.Throws<LotteryLabException>(() => new MilestonesSchedule().Resolve(new MilestonesOptions { Milestones = ["80 epochs"] }, 0.1, 10, 100));
        Assert.Equal("The milestone '80 epochs' is not a position in training. Write it as 80ep, 20000it or 3ep20it.", failure.Message);
    }

    [Fact]
    public void Cosine_FallsFromPeakToFloor()
    {
        var schedule = new CosineSchedule().Resolve(new CosineOptions { Floor = 0.02 }, 0.1, 10, 100);
        Assert.Equal(0.1, schedule.At(0), 1e-15);
        Assert.Equal(0.06, schedule.At(50), 1e-15);
        Assert.Equal(0.02, schedule.At(100), 1e-15);
        Assert.Equal(0.02, schedule.At(1000), 1e-15);
    }

    [Fact]
    public void Cosine_PerEpoch_ChangesOnceAnEpoch()
    {
        var schedule = new CosineSchedule().Resolve(new CosineOptions { PerEpoch = true }, 0.1, 10, 100);
        Assert.Equal(0.1, schedule.At(9));
        Assert.Equal(0.05 * (1 + Math.Cos(Math.PI * 0.1)), schedule.At(10), 1e-15);
        Assert.Equal(schedule.At(10), schedule.At(19));
    }

    [Fact]
    public void OffsetCosine_AfterAWarmUp_StartsAnewOverTheRest()
    {
        var options = new OffsetCosineOptions { Warmup = TrainingLength.FromEpochs(2), WarmupRate = 0.02 };
        var warm = new OffsetCosineSchedule().Resolve(options, 0.1, 10, 70);
        var plain = new OffsetCosineSchedule().Resolve(new OffsetCosineOptions(), 0.1, 10, 50);
        Assert.Equal((0.02, 0.02), (warm.At(0), warm.At(19)));
        Assert.Equal(0.1, warm.At(30));
        Assert.Equal(Enumerable.Range(0, 50).Select(i => plain.At(i)), Enumerable.Range(20, 50).Select(i => warm.At(i)));
    }

    [Fact]
    public void TwoDrops_DuringAWarmUp_HasItsFullRate()
    {
        var schedule = new TwoDropsSchedule().Resolve(new TwoDropsOptions { Warmup = TrainingLength.FromEpochs(2) }, 0.1, 10, 60);
        Assert.Equal([0.1, 0.1, 0.1, 0.1, 0.1 * 0.1, 0.1 * 0.01], Enumerable.Range(0, 6).Select(epoch => schedule.At(epoch * 10)));
    }

    [Fact]
    public void ConstantAtEnd_HasTheLastRateEverywhere()
    {
        var original = new MilestonesSchedule().Resolve(new MilestonesOptions { Milestones = ["50it", "100it"] }, 0.1, 10, 100);
        var low = new ConstantAtEnd(original, 100);
        Assert.Equal(original.At(99), low.At(0));
        Assert.Equal(original.At(99), low.At(5000));
    }
}
