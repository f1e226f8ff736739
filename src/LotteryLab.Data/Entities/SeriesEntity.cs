namespace LotteryLab.Data.Entities;

/// <summary>All evaluation points of one training step in one row (see SeriesPacking): ten million points are a hundred thousand rows.</summary>
internal sealed class SeriesEntity
{
    public required string TrainingKey { get; set; }

    public byte[] Points { get; set; } = [];

    public int Count { get; set; }

    public bool IsFinished { get; set; }

    public long JournalPosition { get; set; }
}
