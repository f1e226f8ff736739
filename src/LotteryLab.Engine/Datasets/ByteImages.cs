using System.Runtime.InteropServices;
using LotteryLab.Engine.Networks;
using TorchSharp;

namespace LotteryLab.Engine.Datasets;

/// <summary>
/// Training images as the bytes they were decoded to, a quarter of their size as float32 and not even a copy. A batch is gathered and scaled in
/// one pass, through a table of what each of the 256 pixel values becomes.
/// </summary>
internal sealed class ByteImages
{
    private const int PixelValues = 256;
    private readonly byte[] pixels;
    private readonly int[] rows;
    private readonly long[] labels;
    private readonly ImageShape shape;
    private readonly PixelTable[] tables;

    /// <param name="pixels">Decoded images, one after another; kept.</param>
    /// <param name="rows">Which of them train, in the order of the data set.</param>
    /// <param name="labels">Their labels.</param>
    /// <param name="shape">Shape of one image.</param>
    /// <param name="table">Scaled pixel values, 256 for each channel.</param>
    internal ByteImages(byte[] pixels, int[] rows, long[] labels, ImageShape shape, float[] table)
    {
        (this.labels, this.shape) = (labels, shape);
        tables = [.. table.Chunk(PixelValues).Select(values => new PixelTable(values))];

        // A small part of a large set would keep all of it in memory.
        var isSmallPart = (long)rows.Length * shape.Count < pixels.Length / 2;
        (this.pixels, this.rows) = isSmallPart ? (Copy(pixels, rows, shape.Count), [.. Enumerable.Range(0, rows.Length)]) : (pixels, rows);
    }

    /// <summary>Bytes in memory, the labels included.</summary>
    internal long Bytes => pixels.Length + ((long)sizeof(int) * rows.Length) + ((long)sizeof(long) * labels.Length);

    /// <summary>Scaled images [positions, C, H, W] and labels [positions] into memory that is there.</summary>
    internal void Gather(ReadOnlySpan<int> positions, torch.Tensor images, torch.Tensor classes)
    {
        var floats = MemoryMarshal.Cast<byte, float>(images.bytes);
        var numbers = MemoryMarshal.Cast<byte, long>(classes.bytes);
        for (var i = 0; i < positions.Length; i++)
        {
            Scale(positions[i], floats.Slice(i * shape.Count, shape.Count));
            numbers[i] = labels[positions[i]];
        }
    }

    /// <summary>A range of scaled images, in the current dispose scope.</summary>
    internal torch.Tensor Range(long start, long count)
    {
        var images = torch.empty([count, shape.Channels, shape.Height, shape.Width], torch.ScalarType.Float32);
        for (var i = 0; i < count; i++)
        {
            // One image at a time: the whole set may be larger than a span can be.
            using var image = images[i];
            Scale((int)start + i, MemoryMarshal.Cast<byte, float>(image.bytes));
        }

        return images;
    }

    private static byte[] Copy(byte[] pixels, int[] rows, int size)
    {
        var copy = new byte[rows.Length * size];
        for (var i = 0; i < rows.Length; i++)
        {
            pixels.AsSpan(rows[i] * size, size).CopyTo(copy.AsSpan(i * size));
        }

        return copy;
    }

    private void Scale(int position, Span<float> into)
    {
        var plane = shape.Height * shape.Width;
        var image = pixels.AsSpan(rows[position] * shape.Count, shape.Count);
        for (var channel = 0; channel < shape.Channels; channel++)
        {
            tables[channel].LookUp(image.Slice(channel * plane, plane), into.Slice(channel * plane, plane));
        }
    }
}
