namespace LotteryLab.Data.Entities;

/// <summary>Counts of a mask; the bits stay in the artifact store.</summary>
internal sealed class MaskEntity
{
    public required string MaskKey { get; set; }

    public long Count { get; set; }

    public long Kept { get; set; }

    public required string Layers { get; set; }
}
