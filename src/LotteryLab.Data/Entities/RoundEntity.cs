namespace LotteryLab.Data.Entities;

/// <summary>A planned or finished training of an experiment.</summary>
internal sealed class RoundEntity
{
    public long Id { get; set; }

    public required string ExperimentId { get; set; }

    public int Replicate { get; set; }

    public required string Branch { get; set; }

    public int Draw { get; set; }

    public int Number { get; set; }

    public bool IsFinished { get; set; }

    public long Prunable { get; set; }

    public long? Kept { get; set; }

    public long? EarlyStopIteration { get; set; }

    public double? TestAccuracyAtEarlyStop { get; set; }

    public double? FinalTestAccuracy { get; set; }

    public double? FinalTrainAccuracy { get; set; }

    public double? ComputedShare { get; set; }

    public required string TrainingKey { get; set; }

    public required string StartKey { get; set; }

    public string? MaskKey { get; set; }
}
