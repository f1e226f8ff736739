namespace LotteryLab.Engine.Transfer;

/// <summary>How large a bundle may be that a stranger made.</summary>
public sealed record BundleLimits
{
    /// <summary>The limits without a setting.</summary>
    public static BundleLimits Default { get; } = new();

    /// <summary>Bytes of the file, and of everything in it when unpacked; 2 GiB.</summary>
    public long LargestBundle { get; init; } = 2L << 30;

    /// <summary>Bytes of one unpacked file; 1 GiB, since files are read at once.</summary>
    public long LargestFile { get; init; } = 1L << 30;

    /// <summary>Bytes of one JSON file; 64 MiB.</summary>
    public long LargestJson { get; init; } = 64L << 20;

    /// <summary>Files in a bundle; 60,000, below what the plain zip format can count.</summary>
    public int MostFiles { get; init; } = 60_000;
}
