
namespace LotteryLab.Data.Entities;

/// <summary>An experiment folder, indexed. Everything but what people changed here (name, notes, tags, pins, archive, owner) follows from the folder.</summary>
internal sealed class ExperimentEntity
{
    public required string Id { get; set; }

    public required string SpecHash { get; set; }

    public required string Name { get; set; }

    public string Notes { get; set; } = "";

    public required string SpecText { get; set; }

    public string Architecture { get; set; } = "";

    public string Dataset { get; set; } = "";

    public string Method { get; set; } = "";

    public string Numerics { get; set; } = "";

    public string Owner { get; set; } = "";

    public Stores.ExperimentState State { get; set; }

    public string Reason { get; set; } = "";

    public string? StatusText { get; set; }

    public double Progress { get; set; }

    public double? RemainingSeconds { get; set; }

    public int ReplicateCount { get; set; }

    public int PlannedRounds { get; set; }

    public int FinishedRounds { get; set; }

    public double? BestAccuracy { get; set; }

    public double? SmallestDensity { get; set; }

    public bool IsPinned { get; set; }

    public bool IsArchived { get; set; }

    public long PlanStamp { get; set; }

    public long EventsPosition { get; set; }

    public long Sequence { get; set; }

    public DateTimeOffset Created { get; set; }

    public DateTimeOffset Updated { get; set; }
}
