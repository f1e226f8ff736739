using System.Runtime.InteropServices;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Randomness;
using LotteryLab.Engine.Runtime;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Datasets.Tensors;

/// <summary>
/// A data set for the device that trains: images [N, C, H, W] and labels [N]. Read-only after it was made, so several training threads share one.
/// </summary>
public sealed class TensorDataset : IDisposable
{
    /// <summary>
    /// Training images on an accelerator that would take more than this as float32 are kept as bytes and scaled batch by batch. On the CPU all
    /// images are kept as bytes: gathering a batch through a table costs no more than copying floats four times their size. Scaling to unit
    /// length, which no table can do, keeps them as float32.
    /// </summary>
    public const long FloatStorageLimitBytes = 1L << 30;

    private readonly PixelScaler scaler;
    private readonly BatchAugmentation? augmentation;
    private readonly IImageSplit train;
    private readonly IImageSplit? validation;
    private readonly IImageSplit test;
    private readonly long[] trainLabels;

    /// <summary>Splits, scales and copies a decoded data set to a device. The caller may drop <paramref name="raw"/> afterwards.</summary>
    /// <param name="raw">Decoded images and labels.</param>
    /// <param name="options">Split, normalisation, augmentation.</param>
    /// <param name="device">Device that trains.</param>
    /// <param name="known">Published mean and deviation for <c>standard</c> normalisation, or null to compute them from the training images.</param>
    /// <param name="floatStorageLimitBytes">Largest training images that are kept as float32; null for the default of the device, see <see cref="FloatStorageLimitBytes"/>.</param>
    public TensorDataset(RawDataset raw, DatasetOptions options, Device device, ChannelScaling? known = null, long? floatStorageLimitBytes = null)
    {
        Facts = raw.Facts;
        Splits = DatasetSplits.Draw(raw.Facts, options);
        Scaling = ChannelScaling.Choose(options.Normalization, known, raw, Splits.Train);
        Device = device;
        scaler = new PixelScaler(Scaling, raw.Facts.Shape, device);
        augmentation = BatchAugmentation.For(options, raw.Facts.Shape, scaler.Black, device);
        trainLabels = Splits.TrainingLabels(raw, options);
        var tables = DeviceRoute.IsAccelerator(device) ? null : scaler.Tables();
        IsStoredAsBytes = (long)Splits.Train.Length * Shape.Count * sizeof(float) > (floatStorageLimitBytes ?? (tables is null ? FloatStorageLimitBytes : 0));
        if (IsStoredAsBytes && tables is not null)
        {
            var shared = new ByteImages(raw.TrainImages, Splits.Train, Shape, tables);
            train = shared;
            validation = Splits.Validation.Length == 0 ? null : new ByteImages(raw.TrainImages, Splits.Validation, Shape, tables, shared);
            test = new ByteImages(raw.TestImages, Splits.Test, Shape, tables);
        }
        else
        {
            train = new TensorImages(IsStoredAsBytes ? scaler.Bytes(raw.TrainImages, Splits.Train) : scaler.Scaled(raw.TrainImages, Splits.Train), scaler);
            validation = Splits.Validation.Length == 0 ? null : new TensorImages(scaler.Scaled(raw.TrainImages, Splits.Validation), scaler);
            test = new TensorImages(scaler.Scaled(raw.TestImages, Splits.Test), scaler);
        }

        TrainLabels = Labels(trainLabels);
        ValidationLabels = Splits.Validation.Length == 0 ? null : Labels(DatasetSplits.Labels(raw.TrainLabels, Splits.Validation));
        TestLabels = Labels(DatasetSplits.Labels(raw.TestLabels, Splits.Test));
    }

    /// <summary>
    /// A data set of images that are numbers already: nothing scales or changes them, and their order is that of the positions. One image tests.
    /// For trainings on given batches.
    /// </summary>
    /// <param name="images">Images [N, C, H, W], float32, on the device that trains; copied.</param>
    /// <param name="labels">N labels.</param>
    /// <param name="classes">Number of classes.</param>
    internal TensorDataset(Tensor images, long[] labels, int classes)
    {
        var shape = new ImageShape((int)images.shape[1], (int)images.shape[2], (int)images.shape[3]);
        Facts = new DatasetFacts(shape, classes, labels.Length, 1, "given");
        Splits = new DatasetSplits([.. Enumerable.Range(0, labels.Length)], [], [0]);
        Scaling = ChannelScaling.Identity(shape.Channels);
        Device = images.device;
        scaler = new PixelScaler(Scaling, shape, Device);
        trainLabels = labels;
        train = new TensorImages(images.clone().DetachFromDisposeScope(), scaler);
        using (var first = images.narrow(0, 0, 1))
        {
            test = new TensorImages(first.clone().DetachFromDisposeScope(), scaler);
        }

        TrainLabels = Labels(labels);
        TestLabels = Labels(labels[..1]);
    }

    /// <summary>Counts, shape and fingerprint of the whole data set.</summary>
    public DatasetFacts Facts { get; }

    /// <summary>Which images are where.</summary>
    public DatasetSplits Splits { get; }

    /// <summary>The scaling that was applied.</summary>
    public ChannelScaling Scaling { get; }

    /// <summary>Where the tensors are.</summary>
    public Device Device { get; }

    /// <summary>Shape of one image.</summary>
    public ImageShape Shape => Facts.Shape;

    /// <summary>Number of classes.</summary>
    public int Classes => Facts.Classes;

    /// <summary>Training images, after validation images and subset.</summary>
    public int TrainCount => Splits.Train.Length;

    /// <summary>Validation images; may be 0.</summary>
    public int ValidationCount => Splits.Validation.Length;

    /// <summary>Test images.</summary>
    public int TestCount => Splits.Test.Length;

    /// <summary>True when training images are stored as bytes and scaled batch by batch.</summary>
    public bool IsStoredAsBytes { get; }

    /// <summary>Bytes of all images and labels in memory.</summary>
    public long Bytes
    {
        get
        {
            var tensors = new[] { TrainLabels, ValidationLabels, TestLabels };
            var images = train.Bytes + (validation?.Bytes ?? 0) + test.Bytes;
            return images + (sizeof(long) * trainLabels.LongLength) + tensors.Sum(tensor => tensor is null ? 0 : tensor.numel() * tensor.element_size());
        }
    }

    /// <summary>True when batches are gathered from bytes in the memory of this process.</summary>
    internal bool IsGatheredInPlace => train is ByteImages;

    /// <summary>True when the images of a batch are changed at random.</summary>
    public bool IsAugmented => augmentation is not null;

    /// <summary>Training labels, int64, with label noise.</summary>
    public Tensor TrainLabels { get; }

    /// <summary>Validation labels, int64; null when there are none.</summary>
    public Tensor? ValidationLabels { get; }

    /// <summary>Test labels, int64.</summary>
    public Tensor TestLabels { get; }

    /// <summary>Order in which an epoch visits the training images.</summary>
    public static long[] Order(long seed, long epoch, int count) =>
        Array.ConvertAll(CounterRandom.Permutation(CounterRandom.Fork(seed, epoch), count), index => (long)index);

    /// <summary>As above, into memory that is there.</summary>
    public static void Order(long seed, long epoch, Span<int> order) => CounterRandom.Permutation(CounterRandom.Fork(seed, epoch), order);

    /// <summary>A range of training images, scaled, without augmentation, in the current dispose scope.</summary>
    public Tensor TrainRange(long start, long count) => train.Range(start, count);

    /// <summary>A range of validation images, scaled, in the current dispose scope.</summary>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    public Tensor ValidationRange(long start, long count) =>
        (validation ?? throw new InvalidOperationException("This data set has no validation images: look at ValidationCount first.")).Range(start, count);

    /// <summary>A range of test images, scaled, in the current dispose scope.</summary>
    public Tensor TestRange(long start, long count) => test.Range(start, count);

    /// <summary>Images (augmented when the options say so) and labels of a batch, in the current dispose scope.</summary>
    /// <param name="indices">int64 positions in the training images, on the device.</param>
    /// <param name="augmentationSeed">Seed of flips and crops; derive it from the run's noise seed and the iteration, so that resuming repeats it.</param>
    public (Tensor Images, Tensor Labels) TrainBatch(Tensor indices, long augmentationSeed)
    {
        if (train is not TensorImages stored)
        {
            return TrainBatch(indices.data<long>().ToArray(), augmentationSeed);
        }

        using var scope = NewDisposeScope();
        var images = stored.Choose(indices);
        if (augmentation is not null)
        {
            images = augmentation.Apply(images, augmentationSeed);
        }

        return (images.MoveToOuterDisposeScope(), TrainLabels.index_select(0, indices).MoveToOuterDisposeScope());
    }

    /// <summary>As above, from positions in memory.</summary>
    public (Tensor Images, Tensor Labels) TrainBatch(ReadOnlySpan<long> indices, long augmentationSeed)
    {
        if (train is not ByteImages)
        {
            using var positions = tensor(indices.ToArray(), device: Device);
            return TrainBatch(positions, augmentationSeed);
        }

        var images = empty([indices.Length, Shape.Channels, Shape.Height, Shape.Width], ScalarType.Float32);
        var labels = empty([indices.Length], ScalarType.Int64);
        Gather(Array.ConvertAll(indices.ToArray(), index => checked((int)index)), images, labels);
        if (augmentation is null)
        {
            return (images, labels);
        }

        using (images)
        {
            return (augmentation.Apply(images, augmentationSeed), labels);
        }
    }

    /// <summary>
    /// As above, with images and labels in a buffer, for data sets whose batches are <see cref="IsGatheredInPlace"/>. They are overwritten by
    /// the next batch from the same buffer; augmented images are not in it but in the current dispose scope.
    /// </summary>
    internal (Tensor Images, Tensor Labels) TrainBatch(ReadOnlySpan<int> positions, long augmentationSeed, BatchBuffer buffer)
    {
        var (images, labels) = buffer.For(positions.Length);
        Gather(positions, images, labels);
        return (augmentation is null ? images : augmentation.Apply(images, augmentationSeed), labels);
    }

    /// <summary>
    /// As above with everything about the batch in tensors on the device, for data sets whose batches are not <see cref="IsGatheredInPlace"/>.
    /// </summary>
    /// <param name="indices">int64 positions in the training images, on the device.</param>
    /// <param name="draws">What <see cref="DrawAugmentation"/> drew, int64 on the device; null leaves the images as they are.</param>
    internal (Tensor Images, Tensor Labels) TrainBatch(Tensor indices, Tensor? draws)
    {
        using var scope = NewDisposeScope();
        var images = ((TensorImages)train).Choose(indices);
        if (augmentation is not null && draws is not null)
        {
            images = augmentation.Apply(images, draws);
        }

        return (images.MoveToOuterDisposeScope(), TrainLabels.index_select(0, indices).MoveToOuterDisposeScope());
    }

    /// <summary>Writes what the augmentation of a batch does to each of its images, <see cref="BatchAugmentation.DrawsPerImage"/> numbers each.</summary>
    /// <param name="augmentationSeed">As for a batch.</param>
    /// <param name="draws">Image after image; as many images as the batch has.</param>
    internal void DrawAugmentation(long augmentationSeed, Span<long> draws) => augmentation?.Draw(augmentationSeed, draws);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var owned in new IDisposable?[] { train, validation, test, TrainLabels, ValidationLabels, TestLabels })
        {
            owned?.Dispose();
        }

        augmentation?.Dispose();
        scaler.Dispose();
    }

    private void Gather(ReadOnlySpan<int> positions, Tensor images, Tensor labels)
    {
        ((ByteImages)train).Gather(positions, images);
        var numbers = MemoryMarshal.Cast<byte, long>(labels.bytes);
        for (var i = 0; i < positions.Length; i++)
        {
            numbers[i] = trainLabels[positions[i]];
        }
    }

    private Tensor Labels(long[] labels) => tensor(labels, device: Device).DetachFromDisposeScope();
}
