using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Training.Schedules;

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
