using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Training.Schedules;

/// <summary>Options of the milestone schedule.</summary>
public sealed record MilestonesOptions : ScheduleOptions
{
    /// <summary>Positions at which the rate drops.</summary>
    [Option("Positions at which the rate is multiplied by gamma, each written like 80ep, 20000it or 3ep20it.", MaxLength = 64)]
    public IReadOnlyList<string> Milestones { get; init; } = [];

    /// <summary>Factor of each drop.</summary>
    [Option("Factor of the rate at each milestone; 0.1 is customary.", Min = 0, Max = 10, MinExclusive = true)]
    public double Gamma { get; init; } = 0.1;
}

/// <summary>lr gamma^(milestones passed) min(1, i / warmup): the schedule of the residual and VGG experiments (card 01, D).</summary>
public sealed class MilestonesSchedule : IScheduleComponent, ISpecCheck
{
    /// <inheritdoc/>
    public Descriptor Descriptor { get; } = new("milestones", "Milestones", "The learning rate drops by a factor at chosen points of the training, after an optional linear warm-up. The schedule of nearly all published ResNet and VGG tickets.");

    /// <inheritdoc/>
    public Type OptionsType => typeof(MilestonesOptions);

    /// <inheritdoc/>
    /// <exception cref="LotteryLabException">A milestone is not a training length.</exception>
    public ILearningRateSchedule Resolve(object options, double learningRate, long iterationsPerEpoch, long totalIterations)
    {
        var typed = (MilestonesOptions)options;
        return new Resolved(
            learningRate,
            typed.Gamma,
            [.. typed.Milestones.Select(text => Parse(text).ToIterations(iterationsPerEpoch)).Order()],
            new Warmup(typed.Warmup.ToIterations(iterationsPerEpoch)));
    }

    /// <inheritdoc/>
    public IEnumerable<SpecProblem> Check(ExperimentSpec spec, object options) =>
        ((MilestonesOptions)options).Milestones
            .Select((text, i) => (text, i))
            .Where(milestone => !TrainingLength.TryParse(milestone.text, out _))
            .Select(milestone => new SpecProblem($".milestones[{milestone.i}]", milestone.text, "This is no position in training.", "a position such as 80ep, 20000it or 3ep20it"));

    private static TrainingLength Parse(string text) =>
        TrainingLength.TryParse(text, out var length)
            ? length
            : throw new LotteryLabException("schedule.milestone", $"The milestone '{text}' is not a position in training.", "Write it as 80ep, 20000it or 3ep20it.");

    private sealed record Resolved(double Peak, double Gamma, long[] Milestones, Warmup Warmup) : ILearningRateSchedule
    {
        public double At(long iteration)
        {
            var passed = 0;
            while (passed < Milestones.Length && Milestones[passed] <= iteration)
            {
                passed++;
            }

            return Peak * Math.Pow(Gamma, passed) * Warmup.At(iteration);
        }
    }
}
