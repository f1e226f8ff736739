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

/// <summary>
/// The rate of another schedule's last step, at every iteration: fine-tuning and the low-rate rewinding control. Weight rewinding and
/// learning-rate rewinding need no schedule of their own, they train on the original one from T - t to T (card 01, F).
/// </summary>
/// <param name="original">Schedule of the original training.</param>
/// <param name="totalIterations">Length T of the original training.</param>
public sealed class ConstantAtEnd(ILearningRateSchedule original, long totalIterations) : ILearningRateSchedule
{
    private readonly double rate = original.At(Math.Max(0, totalIterations - 1));

    /// <inheritdoc/>
    public double At(long iteration) => rate;
}
