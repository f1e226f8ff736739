using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Datasets.Sources;

/// <summary>Files of a CIFAR set in its binary version.</summary>
/// <param name="Folder">Folder inside the archive.</param>
/// <param name="TrainFiles">Training files, in order.</param>
/// <param name="TestFile">Test file.</param>
/// <param name="LabelBytes">Bytes before the pixels of each record; the last of them is the label.</param>
/// <param name="ImagesPerTrainFile">Records of a training file.</param>
/// <param name="TestCount">Records of the test file.</param>
public sealed record CifarLayout(string Folder, IReadOnlyList<string> TrainFiles, string TestFile, int LabelBytes, int ImagesPerTrainFile, int TestCount);

/// <summary>Base of CIFAR-10 and CIFAR-100 in their binary version: records of label bytes and 3 x 32 x 32 pixels.</summary>
public abstract class CifarDatasetSource(CifarLayout layout) : FileDatasetSource<DatasetOptions>
{
    private static readonly ImageShape Shape = new(3, 32, 32);

    /// <summary>Names for people.</summary>
    protected abstract IReadOnlyList<string> ClassNames { get; }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Locate(DatasetOptions options, DatasetFolder folder)
    {
        // As the archive unpacks below a folder of the set's name, as it unpacks anywhere, or just the files.
        string[] places = [$"{Descriptor.Name}/{layout.Folder}", layout.Folder, Descriptor.Name, ""];
        string[] names = [.. layout.TrainFiles, layout.TestFile];
        foreach (var place in places)
        {
            var found = names.Select(name => folder.Find(Path.Combine(place, name))).ToList();
            if (found.All(path => path is not null))
            {
                return [.. found.Select(path => path!)];
            }
        }

        var present = names.Where(name => places.Any(place => folder.Find(Path.Combine(place, name)) is not null)).ToHashSet();
        throw DatasetErrors.Missing(this, string.Join(", ", names.Where(name => !present.Contains(name)).DefaultIfEmpty("all files in one folder")), folder, $"{Descriptor.Name}/{layout.Folder}");
    }

    /// <inheritdoc/>
    protected override RawDataset Read(DatasetOptions options, IReadOnlyList<string> files, CancellationToken cancellation)
    {
        var trainCount = layout.TrainFiles.Count * layout.ImagesPerTrainFile;
        var train = (Images: new byte[trainCount * Shape.Count], Labels: new byte[trainCount]);
        var test = (Images: new byte[layout.TestCount * Shape.Count], Labels: new byte[layout.TestCount]);
        for (var i = 0; i < layout.TrainFiles.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var first = i * layout.ImagesPerTrainFile;
            ReadFile(files[i], train.Images.AsSpan(first * Shape.Count, layout.ImagesPerTrainFile * Shape.Count), train.Labels.AsSpan(first, layout.ImagesPerTrainFile));
        }

        ReadFile(files[^1], test.Images, test.Labels);
        return new RawDataset(new DatasetFacts(Shape, ClassNames.Count, trainCount, layout.TestCount, ""), train.Images, train.Labels, test.Images, test.Labels, ClassNames);
    }

    private void ReadFile(string path, Span<byte> images, Span<byte> labels)
    {
        var fix = $"Delete the folder and run 'lotterylab datasets download {Descriptor.Name}'.";
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20);
        var expected = (long)labels.Length * (layout.LabelBytes + Shape.Count);
        if (file.Length != expected)
        {
            throw DatasetErrors.WrongSize(path, $"{expected:N0} bytes ({labels.Length:N0} records)", $"{file.Length:N0} bytes", fix);
        }

        Span<byte> label = stackalloc byte[layout.LabelBytes];
        for (var i = 0; i < labels.Length; i++)
        {
            file.ReadExactly(label);
            file.ReadExactly(images.Slice(i * Shape.Count, Shape.Count));
            labels[i] = label[^1];
            if (labels[i] >= ClassNames.Count)
            {
                throw DatasetErrors.Corrupt(path, $"label {labels[i]} in record {i:N0}, but labels go from 0 to {ClassNames.Count - 1}", fix);
            }
        }
    }
}
