using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Datasets.Sources;

/// <summary>Base of MNIST and its drop-in relatives: four IDX files in a folder that is named as the data set.</summary>
/// <param name="trainCount">Training images that the files must hold.</param>
/// <param name="testCount">Test images that the files must hold.</param>
public abstract class IdxDatasetSource(int trainCount = 60_000, int testCount = 10_000) : FileDatasetSource<DatasetOptions>
{
    private const int Side = 28;
    private const int Classes = 10;
    private static readonly string[] Names = ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];

    /// <summary>Names for people.</summary>
    protected abstract IReadOnlyList<string> ClassNames { get; }

    /// <summary>The four files to download: MD5 sums and sizes in the order training images, training labels, test images, test labels.</summary>
    protected IReadOnlyList<RemoteFile> Files(IReadOnlyList<string> mirrors, IReadOnlyList<(string Md5, long Bytes)> files) =>
        [.. Names.Zip(files, (name, file) => new RemoteFile($"{Descriptor.Name}/{name}.gz", [.. mirrors.Select(mirror => $"{mirror}{name}.gz")], "", file.Md5, file.Bytes))];

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Locate(DatasetOptions options, DatasetFolder folder)
    {
        var found = Names.Select(name => (Name: name, Path: folder.Find($"{Descriptor.Name}/{name}") ?? folder.Find($"{Descriptor.Name}/{name}.gz"))).ToList();
        var missing = found.Where(file => file.Path is null).Select(file => $"{file.Name}(.gz)").ToList();
        return missing.Count == 0
            ? [.. found.Select(file => file.Path!)]
            : throw DatasetErrors.Missing(this, string.Join(", ", missing), folder, Descriptor.Name);
    }

    /// <inheritdoc/>
    protected override RawDataset Read(DatasetOptions options, IReadOnlyList<string> files, CancellationToken cancellation)
    {
        var fix = DatasetErrors.FetchAgain(Descriptor.Name);
        var trainImages = IdxFile.ReadImages(files[0], trainCount, Side, Side, fix);
        cancellation.ThrowIfCancellationRequested();
        return new RawDataset(
            new DatasetFacts(new ImageShape(1, Side, Side), Classes, trainCount, testCount, ""),
            trainImages,
            IdxFile.ReadLabels(files[1], trainCount, Classes, fix),
            IdxFile.ReadImages(files[2], testCount, Side, Side, fix),
            IdxFile.ReadLabels(files[3], testCount, Classes, fix),
            ClassNames);
    }
}
