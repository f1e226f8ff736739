namespace LotteryLab.Data.Entities;

/// <summary>An experiment that waits for a worker or has one.</summary>
internal sealed class QueueEntryEntity
{
    public required string ExperimentId { get; set; }

    public double Position { get; set; }

    public Stores.QueuePhase Phase { get; set; }

    public string Device { get; set; } = "";

    public int Attempts { get; set; }

    public string Reason { get; set; } = "";

    public DateTimeOffset Enqueued { get; set; }

    public DateTimeOffset NotBefore { get; set; }
}
