namespace LotteryLab.Data.Entities;

/// <summary>An event of an experiment, kept for clients that reconnect.</summary>
internal sealed class LiveEventEntity
{
    public required string ExperimentId { get; set; }

    public long Sequence { get; set; }

    public required string Json { get; set; }
}
