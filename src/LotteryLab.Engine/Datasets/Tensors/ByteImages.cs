using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using LotteryLab.Engine.Networks;
using TorchSharp;

namespace LotteryLab.Engine.Datasets.Tensors;

/// <summary>
/// Images as the bytes they were decoded to, a quarter of their size as float32 and not even a copy. A batch is gathered and scaled in one pass,
/// through a table of what each of the 256 pixel values becomes.
/// </summary>
internal sealed class ByteImages : IImageSplit
{
    private const int CacheLine = 64;
    private const int ImagesAhead = 2;
    private const int LargestSpan = 1 << 28;
    private readonly byte[] pixels;
    private readonly int[] rows;
    private readonly ImageShape shape;
    private readonly PixelTable[] tables;

    /// <param name="pixels">Decoded images, one after another; kept.</param>
    /// <param name="rows">Which of them belong to the split, in its order; kept.</param>
    /// <param name="shape">Shape of one image.</param>
    /// <param name="tables">Scaled pixel values, one table for each channel.</param>
    /// <param name="sharesWith">Another split of the same images, which keeps all of them in memory or a part.</param>
    internal ByteImages(byte[] pixels, int[] rows, ImageShape shape, PixelTable[] tables, ByteImages? sharesWith = null)
    {
        this.shape = shape;
        this.tables = tables;

        // A small part of a large set would keep all of it in memory, unless the rest is kept anyhow.
        var isKeptAnyhow = ReferenceEquals(sharesWith?.pixels, pixels);
        var isSmallPart = !isKeptAnyhow && (long)rows.Length * shape.Count < pixels.Length / 2;
        (this.pixels, this.rows) = isSmallPart ? (Copy(pixels, rows, shape.Count), [.. Enumerable.Range(0, rows.Length)]) : (pixels, rows);
        Bytes = (isKeptAnyhow ? 0 : this.pixels.Length) + ((long)sizeof(int) * rows.Length);
    }

    /// <inheritdoc/>
    public long Bytes { get; }

    /// <summary>Scaled images [positions, C, H, W] into memory that is there.</summary>
    internal void Gather(ReadOnlySpan<int> positions, torch.Tensor images)
    {
        var floats = MemoryMarshal.Cast<byte, float>(images.bytes);
        for (var i = 0; i < positions.Length; i++)
        {
            if (i + ImagesAhead < positions.Length)
            {
                Prefetch(positions[i + ImagesAhead]);
            }

            Scale(positions[i], floats.Slice(i * shape.Count, shape.Count));
        }
    }

    /// <inheritdoc/>
    public torch.Tensor Range(long start, long count)
    {
        var images = torch.empty([count, shape.Channels, shape.Height, shape.Width], torch.ScalarType.Float32);
        // Part by part: the whole set may be larger than a span can be.
        var most = Math.Max(1, LargestSpan / (sizeof(float) * shape.Count));
        for (var done = 0L; done < count; done += most)
        {
            var size = (int)Math.Min(most, count - done);
            using var part = images.narrow(0, done, size);
            var floats = MemoryMarshal.Cast<byte, float>(part.bytes);
            for (var i = 0; i < size; i++)
            {
                Scale((int)(start + done) + i, floats.Slice(i * shape.Count, shape.Count));
            }
        }

        return images;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
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

    // The images of a batch lie anywhere in the set, so each would begin by waiting for memory.
    private unsafe void Prefetch(int position)
    {
        if (!Sse.IsSupported)
        {
            return;
        }

        ref var first = ref MemoryMarshal.GetReference(pixels.AsSpan(rows[position] * shape.Count, shape.Count));
        for (var offset = 0; offset < shape.Count; offset += CacheLine)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref first, offset)));
        }
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
