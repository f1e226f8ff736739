namespace LotteryLab.Web.Datasets;

/// <summary>Where a data set stands.</summary>
public enum DatasetState
{
    /// <summary>Its files are not on this server.</summary>
    Missing,

    /// <summary>Its files are being fetched.</summary>
    Downloading,

    /// <summary>Its files are read completely and held against the published sums.</summary>
    Verifying,

    /// <summary>Its files are here and nobody has read them yet.</summary>
    Unchecked,

    /// <summary>Everything was read and is as it should be.</summary>
    Ready,

    /// <summary>A file is damaged, or a download failed.</summary>
    Broken,
}

/// <summary>Where a data set stands, in words and numbers.</summary>
/// <param name="Name">Name in specs.</param>
/// <param name="State">State.</param>
/// <param name="Sentence">What is the matter, for people.</param>
/// <param name="Fix">What to do; empty when nothing has to be done.</param>
/// <param name="CanDownload">Whether there is something to download.</param>
/// <param name="DownloadBytes">Bytes of all files to download; 0 when there are none.</param>
/// <param name="Transfer">How far the download is, or null.</param>
/// <param name="Report">What the last complete reading of these files found, or null.</param>
public sealed record DatasetStatus(string Name, DatasetState State, string Sentence, string Fix, bool CanDownload, long DownloadBytes, DatasetTransfer? Transfer, DatasetReport? Report)
{
    /// <summary>Whether something is being done right now.</summary>
    public bool IsBusy => State is DatasetState.Downloading or DatasetState.Verifying;
}

/// <summary>How far a download is.</summary>
/// <param name="File">File that is being fetched.</param>
/// <param name="Bytes">Bytes of all files that are on disk.</param>
/// <param name="TotalBytes">Bytes of all files; 0 when unknown.</param>
/// <param name="BytesPerSecond">Rate of the last seconds.</param>
public sealed record DatasetTransfer(string File, long Bytes, long TotalBytes, double BytesPerSecond)
{
    /// <summary>Percent that is here, or null when the size is unknown.</summary>
    public double? Percent => TotalBytes > 0 ? Math.Min(100, 100.0 * Bytes / TotalBytes) : null;
}

/// <summary>What a complete reading found.</summary>
/// <param name="Stamp">Changes with path, size or time of any of the files: a report with another stamp says nothing about the files of now.</param>
/// <param name="At">When the reading ended (UTC).</param>
/// <param name="Problem">Why the set cannot be used; empty when it can.</param>
/// <param name="Fix">What to do about it.</param>
/// <param name="Files">The files and their sums.</param>
/// <param name="Content">What is in them; null with a problem.</param>
public sealed record DatasetReport(string Stamp, DateTimeOffset At, string Problem, string Fix, IReadOnlyList<DatasetFileCheck> Files, DatasetContent? Content);

/// <summary>One file of a data set.</summary>
/// <param name="Name">File name.</param>
/// <param name="Bytes">Size.</param>
/// <param name="Algorithm">Algorithm of the published sum; empty when there is none for this file.</param>
/// <param name="Sum">The sum, which is the published one unless the report has a problem.</param>
public sealed record DatasetFileCheck(string Name, long Bytes, string Algorithm, string Sum);

/// <summary>What a data set holds.</summary>
/// <param name="Channels">1 grey, 3 colour.</param>
/// <param name="Height">Rows of an image.</param>
/// <param name="Width">Columns of an image.</param>
/// <param name="TrainCount">Training images, validation included.</param>
/// <param name="ValidationCount">Training images that are held out for validation by default.</param>
/// <param name="TestCount">Test images.</param>
/// <param name="Fingerprint">SHA-256 of the content: it goes into the keys of results.</param>
/// <param name="Mean">Mean of each channel that standard normalisation takes away.</param>
/// <param name="Deviation">Deviation of each channel that it divides by.</param>
/// <param name="IsScalingPublished">Whether these two are published constants, not measured here.</param>
/// <param name="Classes">Images of each class.</param>
public sealed record DatasetContent(
    int Channels,
    int Height,
    int Width,
    int TrainCount,
    int ValidationCount,
    int TestCount,
    string Fingerprint,
    IReadOnlyList<double> Mean,
    IReadOnlyList<double> Deviation,
    bool IsScalingPublished,
    IReadOnlyList<ClassCount> Classes)
{
    /// <summary>Whether every class has as many images as any other, in training and in test.</summary>
    public bool IsBalanced => Classes.Select(one => (one.Train, one.Test)).Distinct().Count() <= 1;
}

/// <summary>Images of one class.</summary>
/// <param name="Name">Class.</param>
/// <param name="Train">Training images.</param>
/// <param name="Test">Test images.</param>
public sealed record ClassCount(string Name, int Train, int Test);
