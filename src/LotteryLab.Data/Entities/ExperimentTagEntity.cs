namespace LotteryLab.Data.Entities;

/// <summary>A word to find an experiment by.</summary>
internal sealed class ExperimentTagEntity
{
    public required string ExperimentId { get; set; }

    public required string Tag { get; set; }
}
