using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Training.Schedules;

/// <summary>Options of the cosine schedule.</summary>
public sealed record CosineOptions : ScheduleOptions
{
    /// <summary>Rate at the end.</summary>
    [Option("Learning rate at the end of training.", Min = 0, Max = 1000)]
    public double Floor { get; init; }

    /// <summary>Whether the rate changes once an epoch instead of every step.</summary>
    [Option("Change the rate once an epoch, as many published scripts do, instead of at every step.")]
    public bool PerEpoch { get; init; }
}

/// <summary>Half a cosine from the peak rate to a floor over the whole training, times the warm-up.</summary>
public sealed class CosineSchedule : IScheduleComponent
{
    /// <inheritdoc/>
    public Descriptor Descriptor { get; } = new("cosine", "Cosine", "The learning rate falls along half a cosine from its peak to a floor over the whole training, after an optional linear warm-up. Needs no milestones.")
    {
        Papers = [new("Loshchilov and Hutter, SGDR: Stochastic Gradient Descent with Warm Restarts, ICLR 2017", "https://arxiv.org/abs/1608.03983")],
    };

    /// <inheritdoc/>
    public Type OptionsType => typeof(CosineOptions);

    /// <inheritdoc/>
    public ILearningRateSchedule Resolve(object options, double learningRate, long iterationsPerEpoch, long totalIterations)
    {
        var typed = (CosineOptions)options;
        return new Resolved(
            learningRate,
            typed.Floor,
            typed.PerEpoch ? iterationsPerEpoch : 1,
            totalIterations,
            new Warmup(typed.Warmup.ToIterations(iterationsPerEpoch)));
    }

    private sealed record Resolved(double Peak, double Floor, long Stride, long Total, Warmup Warmup) : ILearningRateSchedule
    {
        public double At(long iteration)
        {
            var position = iteration / Stride * Stride;
            var share = Total <= 0 || position >= Total ? 1 : (double)position / Total;
            return (Floor + ((Peak - Floor) * 0.5 * (1 + Math.Cos(Math.PI * share)))) * Warmup.At(iteration);
        }
    }
}
