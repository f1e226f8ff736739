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
