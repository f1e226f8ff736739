namespace LotteryLab.Data.Entities;

/// <summary>A training step as a ticket, to be found by its key alone.</summary>
internal sealed class TicketEntity
{
    public required string TrainingKey { get; set; }

    public required string ExperimentId { get; set; }

    public required string StartKey { get; set; }

    public string? MaskKey { get; set; }

    public bool IsImported { get; set; }
}
