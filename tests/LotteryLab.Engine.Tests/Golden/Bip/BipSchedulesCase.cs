using LotteryLab.Engine.Methods.Bip;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Training.Schedules;

namespace LotteryLab.Engine.Tests.Golden.Bip;

/// <summary>Learning rates of the released code, with its warm-up.</summary>
public sealed class BipSchedulesCase : IGoldenCase
{
    private const int IterationsPerEpoch = 7;

    public IReadOnlyList<string> Methods => ["bip"];

    public bool HasShape(GoldenCase golden) => golden.Expected.Has("rows") && golden.Expected["rows"].Items()[0].Has("lr_per_epoch");

    public void Verify(GoldenCase golden)
    {
        golden.HasNoNetwork();
        golden.Params.HasOnly();
        foreach (var row in golden.Expected["rows"].Items())
        {
            var (epochs, warmup) = (row["epochs"].Count(), row["warmup_epochs"].Count());
            var listed = row["lr_per_epoch"].Numbers().Length;

            // Epochs are those after the warm-up; a row that lists no more than them breaks off early.
            GoldenCase.Require(listed == epochs + warmup || listed == epochs, $"{row.Path} has rates of {listed} epochs");
            var schedule = Schedule(row, TrainingLength.FromEpochs(warmup), IterationsPerEpoch * (epochs + warmup));
            row["lr_per_epoch"].CloseValues([.. Enumerable.Range(0, listed).Select(epoch => schedule.At(epoch * IterationsPerEpoch))], golden.Tolerance);
            row["lr_per_epoch"].CloseValues([.. Enumerable.Range(0, listed).Select(epoch => schedule.At((epoch * IterationsPerEpoch) + IterationsPerEpoch - 1))], golden.Tolerance);
        }
    }

    private static ILearningRateSchedule Schedule(GoldenNode row, TrainingLength warmup, long total)
    {
        var (rate, warmupRate) = (row["base_lr"].Number(), row["warmup_lr"].Number());
        var kind = row["kind"].Word("cosine", "step");
        if (kind == "step" || warmup == TrainingLength.Zero)
        {
            row["warmup_lr"].Declare("no epoch has it");
        }

        return kind == "cosine"
            ? new OffsetCosineSchedule().Resolve(new OffsetCosineOptions { Warmup = warmup, WarmupRate = warmupRate }, rate, IterationsPerEpoch, total)
            : new TwoDropsSchedule().Resolve(new TwoDropsOptions { Warmup = warmup }, rate, IterationsPerEpoch, total);
    }
}
