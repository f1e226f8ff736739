using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Randomness;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Datasets.Generated;

/// <summary>Options of the data sets that are drawn by code.</summary>
public abstract record GeneratedDatasetOptions : DatasetOptions
{
    /// <summary>Training images, validation included.</summary>
    [Option("Training images to draw, validation images included.", Min = 10, Max = 200_000, Unit = "images")]
    public int TrainCount { get; init; }

    /// <summary>Test images.</summary>
    [Option("Test images to draw.", Min = 10, Max = 100_000, Unit = "images")]
    public int TestCount { get; init; }

    /// <summary>Seed of the drawing; another seed gives other images of the same kind.</summary>
    [Option("Seed of the images themselves; another seed draws another data set of the same kind.", Min = 0)]
    public long DrawingSeed { get; init; }
}

/// <summary>
/// Base of data sets that ship as code. Each image is a pure function of (name, version, drawing seed, part, index), so more images leave the first
/// ones as they are, and all cores may draw. Labels cycle through the classes.
/// </summary>
public abstract class GeneratedDatasetSource<TOptions> : DatasetSource<TOptions>
    where TOptions : GeneratedDatasetOptions, new()
{
    /// <summary>Version of the drawing code: raise it whenever any pixel changes, because it goes into the fingerprint.</summary>
    protected abstract int Version { get; }

    /// <summary>Shape of one image.</summary>
    protected abstract ImageShape Shape { get; }

    /// <summary>Names for people, one per class.</summary>
    protected abstract IReadOnlyList<string> ClassNames { get; }

    /// <inheritdoc/>
    public override string Licence => "Drawn by LotteryLab itself; under its licence.";

    /// <summary>Draws one image [C, H, W] of a class.</summary>
    protected abstract void Draw(int label, ref CounterRandom random, Span<byte> image);

    /// <inheritdoc/>
    protected override DatasetFacts Describe(TOptions options, DatasetFolder folder)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{Descriptor.Name}/{Version}/{options.TrainCount}/{options.TestCount}/{options.DrawingSeed}");
        return new DatasetFacts(Shape, ClassNames.Count, options.TrainCount, options.TestCount, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name))));
    }

    /// <inheritdoc/>
    protected override RawDataset Load(TOptions options, DatasetFolder folder, CancellationToken cancellation)
    {
        var (trainImages, trainLabels) = DrawPart("train", options.TrainCount, options.DrawingSeed, cancellation);
        var (testImages, testLabels) = DrawPart("test", options.TestCount, options.DrawingSeed, cancellation);
        return new RawDataset(Describe(options, folder), trainImages, trainLabels, testImages, testLabels, ClassNames);
    }

    private (byte[] Images, byte[] Labels) DrawPart(string part, int count, long drawingSeed, CancellationToken cancellation)
    {
        var root = SeedTree.Derive(drawingSeed, string.Create(CultureInfo.InvariantCulture, $"{Descriptor.Name}/{Version}/{part}"));
        var (images, labels) = (new byte[count * Shape.Count], new byte[count]);
        Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellation }, index =>
        {
            var random = new CounterRandom(CounterRandom.Fork(root, index));
            labels[index] = (byte)(index % ClassNames.Count);
            Draw(labels[index], ref random, images.AsSpan(index * Shape.Count, Shape.Count));
        });
        return (images, labels);
    }
}
