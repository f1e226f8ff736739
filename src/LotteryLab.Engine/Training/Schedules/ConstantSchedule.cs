using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Training.Schedules;

/// <summary>Options of the constant schedule.</summary>
public sealed record ConstantOptions : ScheduleOptions;

/// <summary>The peak rate throughout, after an optional warm-up.</summary>
public sealed class ConstantSchedule : IScheduleComponent
{
    /// <inheritdoc/>
    public Descriptor Descriptor { get; } = new("constant", "Constant", "The same learning rate throughout, after an optional linear warm-up. What the fully connected and Conv-2/4/6 experiments use.");

    /// <inheritdoc/>
    public Type OptionsType => typeof(ConstantOptions);

    /// <inheritdoc/>
    public ILearningRateSchedule Resolve(object options, double learningRate, long iterationsPerEpoch, long totalIterations) =>
        new Resolved(learningRate, new Warmup(((ConstantOptions)options).Warmup.ToIterations(iterationsPerEpoch)));

    private sealed record Resolved(double Peak, Warmup Warmup) : ILearningRateSchedule
    {
        public double At(long iteration) => Peak * Warmup.At(iteration);
    }
}
