using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Training.Schedules;

/// <summary>A learning-rate schedule that a spec can name.</summary>
public interface IScheduleComponent : IComponent
{
    /// <summary>Fixes the schedule for a peak rate, an epoch length and a total length, all in iterations.</summary>
    ILearningRateSchedule Resolve(object options, double learningRate, long iterationsPerEpoch, long totalIterations);
}

/// <summary>Learning rate as a pure function of the 0-based iteration, so that training can start and resume anywhere on it.</summary>
public interface ILearningRateSchedule
{
    /// <summary>Rate of the optimizer step number <paramref name="iteration"/> (0-based).</summary>
    double At(long iteration);
}

/// <summary>Options that every schedule has.</summary>
public abstract record ScheduleOptions
{
    /// <summary>Length of the linear warm-up.</summary>
    [Option("Linear warm-up from 0 over this length (its first step has rate 0); 0it for none.")]
    public TrainingLength Warmup { get; init; } = TrainingLength.Zero;
}

/// <summary>The factor min(1, i / warmup) that every schedule is multiplied with; the first step of a warm-up has rate 0 (card 01, D).</summary>
internal readonly record struct Warmup(long Iterations)
{
    internal double At(long iteration) => iteration >= Iterations ? 1 : (double)iteration / Iterations;
}
