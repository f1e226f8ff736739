using LotteryLab.Engine.Training.Schedules;

namespace LotteryLab.Engine.Training.Rules;

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
