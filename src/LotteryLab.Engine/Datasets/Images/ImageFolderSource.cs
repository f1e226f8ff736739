using System.Globalization;
using LotteryLab.Engine.Datasets.Sources;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Datasets.Images;

/// <summary>A person's own PNG images, one folder per class.</summary>
public sealed class ImageFolderSource : FileDatasetSource<ImageFolderOptions>
{
    private const int MaximumClasses = 256;
    private const long MaximumFileBytes = 1 << 26;

    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new("image-folder", "Your own images", "PNG images in one folder per class, resized to a square. With train and test folders, or with a part of each class held out for testing.");

    /// <inheritdoc/>
    public override string Licence => "As your images are licensed.";

    /// <summary>The images below a folder that is laid out as this source needs it; no image is opened.</summary>
    /// <exception cref="LotteryLabException">It holds no images, one class only, an empty class, images outside of a class, or links that lead out of it.</exception>
    public static IReadOnlyList<string> ImagesBelow(string root)
    {
        var files = ImageFolderFiles.Find(root);
        if (files.Count == 0)
        {
            throw NoImages(root);
        }

        ImageFolderList.Create(root, files, new ImageFolderOptions());
        return files;
    }

    /// <inheritdoc/>
    protected override string ContentOptions(ImageFolderOptions options) =>
        string.Create(CultureInfo.InvariantCulture, $"{options.Colour}/{options.Size}/{options.TestShare:R}/{options.SplitSeed}");

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Locate(ImageFolderOptions options, DatasetFolder folder)
    {
        // A spec may come from a stranger: it must not name folders outside of the data folder.
        if (Path.IsPathRooted(options.Path) || options.Path.Split('/', '\\').Contains(".."))
        {
            throw new LotteryLabException("dataset.path", $"The image folder '{options.Path}' is outside of the data folder.", "Give a path relative to the data folder, without '..'.");
        }

        var root = folder.FindDirectory(options.Path) ?? throw new LotteryLabException(
            "dataset.missing",
            $"The image folder '{options.Path}' was not found in {string.Join(" or ", folder.Roots)}.",
            "Copy the folder there, or correct the option path.");
        var files = ImageFolderFiles.Find(root);
        return files.Count > 0 ? [root, .. files] : throw NoImages(root);
    }

    /// <inheritdoc/>
    protected override RawDataset Read(ImageFolderOptions options, IReadOnlyList<string> files, CancellationToken cancellation)
    {
        var list = ImageFolderList.Create(files[0], files.Skip(1), options);
        if (list.ClassNames.Count > MaximumClasses)
        {
            throw new LotteryLabException("dataset.classes", $"The folder {files[0]} has {list.ClassNames.Count} classes.", $"Use {MaximumClasses} classes or fewer.");
        }

        var shape = new ImageShape(options.Colour == "grey" ? 1 : 3, options.Size, options.Size);
        var (trainImages, trainLabels) = Decode(list.Train, shape, cancellation);
        var (testImages, testLabels) = Decode(list.Test, shape, cancellation);
        return new RawDataset(new DatasetFacts(shape, list.ClassNames.Count, trainLabels.Length, testLabels.Length, ""), trainImages, trainLabels, testImages, testLabels, list.ClassNames);
    }

    private static LotteryLabException NoImages(string root) => new("dataset.missing", $"The folder {root} holds no PNG images.", "Put them into one folder per class; convert other formats to PNG.");

    private static (byte[] Images, byte[] Labels) Decode(IReadOnlyList<LabelledFile> files, ImageShape shape, CancellationToken cancellation)
    {
        if ((long)files.Count * shape.Count > Array.MaxLength)
        {
            throw new LotteryLabException("dataset.too-large", $"{files.Count:N0} images of {shape} need more than two gigabytes.", "Choose a smaller size or fewer images.");
        }

        var (images, labels) = (new byte[files.Count * shape.Count], new byte[files.Count]);
        try
        {
            Parallel.For(0, files.Count, new ParallelOptions { CancellationToken = cancellation }, i =>
            {
                labels[i] = (byte)files[i].Label;
                DecodeOne(files[i].Path, shape).CopyTo(images, (long)i * shape.Count);
            });
        }
        catch (AggregateException problems)
        {
            // Several images may be bad; the first in order is as good as any, and a person fixes one at a time.
            throw problems.Flatten().InnerExceptions.OfType<LotteryLabException>().OrderBy(problem => problem.Message, StringComparer.Ordinal).FirstOrDefault() ?? problems.InnerExceptions[0];
        }

        return (images, labels);
    }

    private static byte[] DecodeOne(string path, ImageShape shape)
    {
        if (new FileInfo(path).Length > MaximumFileBytes)
        {
            throw DatasetErrors.WrongSize(path, $"at most {MaximumFileBytes:N0} bytes", "more", "Use a smaller image.");
        }

        var image = PngDecoder.Decode(File.ReadAllBytes(path), path);
        return AreaResize.Resize(image.ToPlanes(shape.Channels), shape.Channels, image.Height, image.Width, shape.Height, shape.Width);
    }
}

/// <summary>An image file and the number of its class.</summary>
internal sealed record LabelledFile(string Path, int Label);
