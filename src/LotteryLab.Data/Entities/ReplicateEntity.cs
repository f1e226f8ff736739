namespace LotteryLab.Data.Entities;

/// <summary>How far one seed of an experiment is.</summary>
internal sealed class ReplicateEntity
{
    public required string ExperimentId { get; set; }

    public int Number { get; set; }

    public int Planned { get; set; }

    public int Finished { get; set; }
}
