
namespace LotteryLab.Data.Stores;

/// <summary>An experiment in a list.</summary>
public sealed record ExperimentSummary
{
    /// <summary>Public id: the name of its folder, the first 16 digits of the spec's hash. Stable across databases and servers.</summary>
    public required string Id { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands.</summary>
    public required ExperimentState State { get; init; }

    /// <summary>Architecture.</summary>
    public required string Architecture { get; init; }

    /// <summary>Data set.</summary>
    public required string Dataset { get; init; }

    /// <summary>Method.</summary>
    public required string Method { get; init; }

    /// <summary>Tags.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>Replicates of the spec.</summary>
    public required int Replicates { get; init; }

    /// <summary>Rounds of the plan.</summary>
    public required int PlannedRounds { get; init; }

    /// <summary>Rounds that are finished.</summary>
    public required int FinishedRounds { get; init; }

    /// <summary>Share of the work that is done, in [0, 1].</summary>
    public required double Progress { get; init; }

    /// <summary>Expected seconds to the end, or null.</summary>
    public required double? RemainingSeconds { get; init; }

    /// <summary>Best final test accuracy of a ticket round, or null.</summary>
    public required double? BestAccuracy { get; init; }

    /// <summary>Smallest density among finished ticket rounds, or null.</summary>
    public required double? SmallestDensity { get; init; }

    /// <summary>Pinned to the top.</summary>
    public required bool IsPinned { get; init; }

    /// <summary>Hidden from lists.</summary>
    public required bool IsArchived { get; init; }

    /// <summary>Name of the user who launched it; empty without accounts.</summary>
    public required string Owner { get; init; }

    /// <summary>When it was described (UTC).</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When something happened to it last (UTC).</summary>
    public required DateTimeOffset Updated { get; init; }
}
