namespace LotteryLab.Data.Stores;

/// <summary>How far an experiment is.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="Steps">Steps of the plan.</param>
/// <param name="Finished">Steps that are done.</param>
/// <param name="Failed">Steps that failed or are blocked.</param>
/// <param name="Progress">Share of the work that is done, in [0, 1].</param>
/// <param name="RemainingSeconds">Expected seconds to the end, or null.</param>
/// <param name="IterationsPerSecond">Optimizer steps per second.</param>
/// <param name="ElapsedSeconds">Seconds since this run began.</param>
/// <param name="Running">What is worked on, a line each.</param>
/// <param name="Problems">Reasons of failures, as sentences.</param>
/// <param name="At">When the worker wrote it (UTC).</param>
public sealed record ProgressSnapshot(
    ExperimentState State,
    int Steps,
    int Finished,
    int Failed,
    double Progress,
    double? RemainingSeconds,
    double IterationsPerSecond,
    double ElapsedSeconds,
    IReadOnlyList<string> Running,
    IReadOnlyList<string> Problems,
    DateTimeOffset At);
