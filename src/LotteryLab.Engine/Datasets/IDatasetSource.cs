using LotteryLab.Engine.Datasets.Tensors;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Datasets;

/// <summary>Where images and labels come from: files in a known layout, or a generator.</summary>
public interface IDatasetSource : IComponent
{
    /// <summary>Counts, shape, classes and fingerprint without decoding the images.</summary>
    /// <exception cref="LotteryLabException">Files are missing, truncated, corrupt or of the wrong size; the message names file, expectation and fix.</exception>
    DatasetFacts Describe(object options, DatasetFolder folder);

    /// <summary>Decodes everything into memory.</summary>
    /// <exception cref="LotteryLabException">As for <see cref="Describe"/>.</exception>
    RawDataset Load(object options, DatasetFolder folder, CancellationToken cancellation);

    /// <summary>Files to download, with mirrors and checksums; empty for generated sets and folders of images.</summary>
    IReadOnlyList<RemoteFile> RemoteFiles { get; }

    /// <summary>Licence and origin, one sentence.</summary>
    string Licence { get; }

    /// <summary>Published mean and deviation per channel for <c>standard</c> normalisation; null when they are computed from the training images.</summary>
    ChannelScaling? KnownScaling { get; }
}

/// <summary>What can be said about a data set before it is decoded.</summary>
/// <param name="Shape">Shape of one image.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="TrainCount">Images of the training part, before validation images are held out of it.</param>
/// <param name="TestCount">Images of the test part.</param>
/// <param name="Fingerprint">SHA-256 (hex) of the content, or of the generator's name, version and options: it goes into step keys.</param>
public sealed record DatasetFacts(Networks.ImageShape Shape, int Classes, int TrainCount, int TestCount, string Fingerprint);

/// <summary>A decoded data set: 8-bit images [N, C, H, W] and labels.</summary>
/// <param name="Facts">Counts, shape, fingerprint.</param>
/// <param name="TrainImages">TrainCount x C x H x W bytes.</param>
/// <param name="TrainLabels">TrainCount labels in [0, Classes).</param>
/// <param name="TestImages">TestCount x C x H x W bytes.</param>
/// <param name="TestLabels">TestCount labels in [0, Classes).</param>
/// <param name="ClassNames">Names for people, one per class.</param>
public sealed record RawDataset(DatasetFacts Facts, byte[] TrainImages, byte[] TrainLabels, byte[] TestImages, byte[] TestLabels, IReadOnlyList<string> ClassNames);

/// <summary>A file that can be downloaded.</summary>
/// <param name="RelativePath">Path below the data folder, for example <c>mnist/train-images-idx3-ubyte.gz</c>.</param>
/// <param name="Urls">Mirrors in order of preference.</param>
/// <param name="Sha256">Expected SHA-256 in hex, or empty when only <paramref name="Md5"/> is published.</param>
/// <param name="Md5">Expected MD5 in hex, or empty.</param>
/// <param name="Bytes">Expected size; 0 when unknown.</param>
public sealed record RemoteFile(string RelativePath, IReadOnlyList<string> Urls, string Sha256, string Md5, long Bytes);

/// <summary>Folders in which data files are looked for, in order; the first is where downloads go.</summary>
public sealed record DatasetFolder(IReadOnlyList<string> Roots)
{
    /// <summary>First existing file with this path below one of the roots, or null.</summary>
    public string? Find(string relativePath) =>
        Roots.Select(root => Path.Combine(root, relativePath)).FirstOrDefault(File.Exists);

    /// <summary>First existing directory with this path below one of the roots, or null.</summary>
    public string? FindDirectory(string relativePath) =>
        Roots.Select(root => Path.Combine(root, relativePath)).FirstOrDefault(Directory.Exists);
}
