using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Randomness;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Datasets.Tensors;

/// <summary>
/// Random flips and padded crops of a whole batch at once, by computed indices: flip first, then pad with black, then crop, as in open_lth.
/// </summary>
internal sealed class BatchAugmentation : IDisposable
{
    /// <summary>Numbers that say what happens to an image.</summary>
    internal const int DrawsPerImage = 3;

    private readonly ImageShape shape;
    private readonly bool flips;
    private readonly int padding;
    private readonly Tensor black;
    private readonly Tensor rows;
    private readonly Tensor columns;

    private BatchAugmentation(ImageShape shape, bool flips, int padding, Tensor black, Device device)
    {
        (this.shape, this.flips, this.padding, this.black) = (shape, flips, padding, black);
        rows = arange(shape.Height, ScalarType.Int64, device).reshape(1, shape.Height, 1).DetachFromDisposeScope();
        columns = arange(shape.Width, ScalarType.Int64, device).reshape(1, 1, shape.Width).DetachFromDisposeScope();
    }

    private int PaddedHeight => shape.Height + (2 * padding);

    private int PaddedWidth => shape.Width + (2 * padding);

    /// <summary>Augmentation that the options ask for, or null for none. <paramref name="black"/> stays the caller's.</summary>
    internal static BatchAugmentation? For(DatasetOptions options, ImageShape shape, Tensor black, Device device) => options.Augmentation switch
    {
        "none" => null,
        "flip" => new(shape, flips: true, 0, black, device),
        "crop" => new(shape, flips: false, options.CropPadding, black, device),
        "flip-crop" => new(shape, flips: true, options.CropPadding, black, device),
        _ => throw new LotteryLabException("dataset.augmentation", $"There is no augmentation '{options.Augmentation}'.", "Choose none, flip, crop or flip-crop."),
    };

    /// <summary>Flip and offsets of each image: a pure function of seed and position in the batch.</summary>
    internal static (bool Flip, int Down, int Right) Draw(long seed, int image, bool flips, int padding)
    {
        var random = new CounterRandom(seed, 3L * image);
        var flip = (random.NextBits() >> 63) == 1;
        var down = (int)(random.NextBits() >> 32 & int.MaxValue) % ((2 * padding) + 1);
        var right = (int)(random.NextBits() >> 32 & int.MaxValue) % ((2 * padding) + 1);
        return (flips && flip, down, right);
    }

    /// <summary>Augmented copy of scaled images [B, C, H, W], in the current dispose scope.</summary>
    internal Tensor Apply(Tensor images, long seed)
    {
        using var scope = NewDisposeScope();
        var batch = (int)images.shape[0];
        var (rowStart, columnStart, columnStep) = (new long[batch], new long[batch], new long[batch]);
        for (var i = 0; i < batch; i++)
        {
            (rowStart[i], columnStart[i], columnStep[i]) = Walk(seed, i);
        }

        return Apply(images, OnePerImage(rowStart, images.device), OnePerImage(columnStart, images.device), OnePerImage(columnStep, images.device)).MoveToOuterDisposeScope();
    }

    /// <summary>The same from what <see cref="Draw(long, Span{long})"/> wrote, [B, <see cref="DrawsPerImage"/>] on the device of the images: nothing comes from the host.</summary>
    internal Tensor Apply(Tensor images, Tensor draws)
    {
        using var scope = NewDisposeScope();
        var batch = images.shape[0];
        var each = Enumerable.Range(0, DrawsPerImage).Select(number => draws.narrow(1, number, 1).reshape(batch, 1, 1)).ToArray();
        return Apply(images, each[0], each[1], each[2]).MoveToOuterDisposeScope();
    }

    /// <summary>Writes where each image of a batch is read from.</summary>
    internal void Draw(long seed, Span<long> draws)
    {
        for (var i = 0; i < draws.Length / DrawsPerImage; i++)
        {
            (draws[DrawsPerImage * i], draws[(DrawsPerImage * i) + 1], draws[(DrawsPerImage * i) + 2]) = Walk(seed, i);
        }
    }

    public void Dispose()
    {
        rows.Dispose();
        columns.Dispose();
    }

    /// <summary>How the padded image is read: start of the first row, first column, step from column to column.</summary>
    private (long RowStart, long ColumnStart, long ColumnStep) Walk(long seed, int image)
    {
        var (flip, down, right) = Draw(seed, image, flips, padding);

        // Padding is symmetric, so flipping the padded image equals padding the flipped one; a flipped row is read backwards.
        return ((long)down * PaddedWidth, flip ? PaddedWidth - 1 - right : right, flip ? -1 : 1);
    }

    private Tensor Apply(Tensor images, Tensor rowStart, Tensor columnStart, Tensor columnStep)
    {
        var batch = images.shape[0];
        var index = rowStart
            .add(columnStart)
            .add(rows.mul(PaddedWidth))
            .add(columns.mul(columnStep))
            .reshape(batch, 1, shape.Height * shape.Width)
            .expand(batch, shape.Channels, shape.Height * shape.Width);
        return Padded(images, batch)
            .reshape(batch, shape.Channels, PaddedHeight * PaddedWidth)
            .gather(2, index)
            .reshape(batch, shape.Channels, shape.Height, shape.Width);
    }

    private Tensor Padded(Tensor images, long batch)
    {
        if (padding == 0)
        {
            return images;
        }

        // The padding is black *before* scaling, hence not zero after it.
        var padded = black.expand(batch, shape.Channels, PaddedHeight, PaddedWidth).contiguous();
        _ = padded.narrow(2, padding, shape.Height).narrow(3, padding, shape.Width).copy_(images);
        return padded;
    }

    private static Tensor OnePerImage(long[] values, Device device) => tensor(values, [values.Length, 1, 1], device: device);
}
