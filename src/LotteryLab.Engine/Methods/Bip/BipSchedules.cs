using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Training.Schedules;

namespace LotteryLab.Engine.Methods.Bip;

/// <summary>Options of <see cref="OffsetCosineSchedule"/>.</summary>
public sealed record OffsetCosineOptions : ScheduleOptions;

/// <summary>Cosine as the code released with BiP computes it, one epoch late.</summary>
public sealed class OffsetCosineSchedule : IScheduleComponent
{
    /// <inheritdoc/>
    public Descriptor Descriptor { get; } = new("cosine-one-epoch-late", "Cosine, one epoch late", "The learning rate falls along half a cosine, once an epoch, but the second epoch has the full rate and not the first: lr (1 + cos(pi (e - 1) / E)) / 2. For reproducing results of the code released with BiP and Hydra.")
    {
        Papers = [new("Zhang et al., Advancing Model Pruning via Bi-level Optimization, NeurIPS 2022", "https://arxiv.org/abs/2210.04092")],
    };

    /// <inheritdoc/>
    public Type OptionsType => typeof(OffsetCosineOptions);

    /// <inheritdoc/>
    public ILearningRateSchedule Resolve(object options, double learningRate, long iterationsPerEpoch, long totalIterations) =>
        new PerEpochSchedule(
            iterationsPerEpoch,
            ((OffsetCosineOptions)options).Warmup.ToIterations(iterationsPerEpoch),
            epoch => learningRate * 0.5 * (1 + Math.Cos(Math.PI * (epoch - 1) / ((double)totalIterations / iterationsPerEpoch))));
}

/// <summary>Options of <see cref="TwoDropsSchedule"/>.</summary>
public sealed record TwoDropsOptions : ScheduleOptions;

/// <summary>A tenth from half of the training and a hundredth from three quarters: the scores' schedule of the code released with BiP.</summary>
public sealed class TwoDropsSchedule : IScheduleComponent
{
    /// <inheritdoc/>
    public Descriptor Descriptor { get; } = new("two-drops", "Two drops", "The learning rate is divided by 10 at half of the training and again at three quarters, whatever its length. The schedule of scores in the code released with BiP.")
    {
        Papers = [new("Zhang et al., Advancing Model Pruning via Bi-level Optimization, NeurIPS 2022", "https://arxiv.org/abs/2210.04092")],
    };

    /// <inheritdoc/>
    public Type OptionsType => typeof(TwoDropsOptions);

    /// <inheritdoc/>
    public ILearningRateSchedule Resolve(object options, double learningRate, long iterationsPerEpoch, long totalIterations)
    {
        var epochs = (double)totalIterations / iterationsPerEpoch;
        return new PerEpochSchedule(
            iterationsPerEpoch,
            ((TwoDropsOptions)options).Warmup.ToIterations(iterationsPerEpoch),
            epoch => epoch >= 0.75 * epochs ? learningRate * 0.01 : epoch >= 0.5 * epochs ? learningRate * 0.1 : learningRate);
    }
}

internal sealed class PerEpochSchedule(long iterationsPerEpoch, long warmup, Func<long, double> rate) : ILearningRateSchedule
{
    public double At(long iteration) => rate(iteration / iterationsPerEpoch) * (iteration >= warmup ? 1 : (double)iteration / warmup);
}
