using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Training.Schedules;

namespace LotteryLab.Engine.Methods.Bip;

/// <summary>Options of the schedules of the code released with BiP. Its warm-up is no ramp, so it is not that of the other schedules.</summary>
public abstract record ReleasedScheduleOptions
{
    /// <summary>Length of the warm-up.</summary>
    [Option("Warm-up before the schedule proper, which starts anew after it and covers the rest of training; 0it for none.")]
    public TrainingLength Warmup { get; init; } = TrainingLength.Zero;
}

/// <summary>Options of <see cref="OffsetCosineSchedule"/>.</summary>
public sealed record OffsetCosineOptions : ReleasedScheduleOptions
{
    /// <summary>Rate during the warm-up.</summary>
    [Option("Learning rate throughout the warm-up.", Min = 0, Max = 1000)]
    public double WarmupRate { get; init; } = 0.1;
}

/// <summary>Cosine as the code released with BiP computes it, one epoch late.</summary>
public sealed class OffsetCosineSchedule : IScheduleComponent
{
    /// <inheritdoc/>
    public Descriptor Descriptor { get; } = new("cosine-one-epoch-late", "Cosine, one epoch late", "The learning rate falls along half a cosine, once an epoch, but the second epoch has the full rate and not the first: lr (1 + cos(pi (e - 1) / E)) / 2. A warm-up holds a rate of its own; after it e counts from 0 and E is what is left. For reproducing results of the code released with BiP and Hydra.")
    {
        Papers = [new("Zhang et al., Advancing Model Pruning via Bi-level Optimization, NeurIPS 2022", "https://arxiv.org/abs/2210.04092")],
    };

    /// <inheritdoc/>
    public Type OptionsType => typeof(OffsetCosineOptions);

    /// <inheritdoc/>
    public ILearningRateSchedule Resolve(object options, double learningRate, long iterationsPerEpoch, long totalIterations)
    {
        var typed = (OffsetCosineOptions)options;
        return new PerEpochSchedule(
            iterationsPerEpoch,
            totalIterations,
            typed.Warmup.ToIterations(iterationsPerEpoch),
            typed.WarmupRate,
            (epoch, epochs) => learningRate * 0.5 * (1 + Math.Cos(Math.PI * (epoch - 1) / epochs)));
    }
}

/// <summary>Options of <see cref="TwoDropsSchedule"/>.</summary>
public sealed record TwoDropsOptions : ReleasedScheduleOptions;

/// <summary>A tenth from half of the training and a hundredth from three quarters: the scores' schedule of the code released with BiP.</summary>
public sealed class TwoDropsSchedule : IScheduleComponent
{
    /// <inheritdoc/>
    public Descriptor Descriptor { get; } = new("two-drops", "Two drops", "The learning rate is divided by 10 at half of the training and again at three quarters, whatever its length. A warm-up has the full rate and is not counted. The schedule of scores in the code released with BiP.")
    {
        Papers = [new("Zhang et al., Advancing Model Pruning via Bi-level Optimization, NeurIPS 2022", "https://arxiv.org/abs/2210.04092")],
    };

    /// <inheritdoc/>
    public Type OptionsType => typeof(TwoDropsOptions);

    /// <inheritdoc/>
    public ILearningRateSchedule Resolve(object options, double learningRate, long iterationsPerEpoch, long totalIterations) =>
        new PerEpochSchedule(
            iterationsPerEpoch,
            totalIterations,
            ((TwoDropsOptions)options).Warmup.ToIterations(iterationsPerEpoch),
            learningRate,
            (epoch, epochs) => epoch >= 0.75 * epochs ? learningRate * 0.01 : epoch >= 0.5 * epochs ? learningRate * 0.1 : learningRate);
}

/// <summary>One rate an epoch, from the epochs since the warm-up and those of the rest; during the warm-up a rate of its own.</summary>
internal sealed class PerEpochSchedule(long iterationsPerEpoch, long total, long warmup, double warmupRate, Func<long, double, double> rate) : ILearningRateSchedule
{
    private readonly double epochs = (double)(total - warmup) / iterationsPerEpoch;

    public double At(long iteration) => iteration < warmup ? warmupRate : rate((iteration - warmup) / iterationsPerEpoch, epochs);
}
