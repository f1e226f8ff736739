
namespace LotteryLab.Data.Stores;

/// <summary>An experiment on its own page.</summary>
public sealed record ExperimentDetail
{
    /// <summary>What lists show of it.</summary>
    public required ExperimentSummary Summary { get; init; }

    /// <summary>SHA-256 of the canonical spec.</summary>
    public required string SpecHash { get; init; }

    /// <summary>The spec as JSON text.</summary>
    public required string SpecText { get; init; }

    /// <summary>Free text of its author.</summary>
    public required string Notes { get; init; }

    /// <summary>LibTorch version and device kind of its results; empty before the first run.</summary>
    public required string Numerics { get; init; }

    /// <summary>Newest progress, or null when it never ran.</summary>
    public required ProgressSnapshot? Status { get; init; }

    /// <summary>Why it stands where it stands, in sentences: failures, what it waits for.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>Sequence number of its last event: where a live subscription goes on.</summary>
    public required long Sequence { get; init; }

    /// <summary>Position in the queue, 1 is next; null when it does not wait.</summary>
    public required int? QueuePosition { get; init; }

    /// <summary>Finished and planned rounds of each replicate.</summary>
    public required IReadOnlyList<ReplicateProgress> Replicates { get; init; }
}

/// <summary>How far a replicate is.</summary>
/// <param name="Replicate">0-based replicate.</param>
/// <param name="Planned">Rounds of the plan.</param>
/// <param name="Finished">Finished rounds.</param>
public sealed record ReplicateProgress(int Replicate, int Planned, int Finished);
