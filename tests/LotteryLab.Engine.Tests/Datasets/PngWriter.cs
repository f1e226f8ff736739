using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using LotteryLab.Engine.Files;

namespace LotteryLab.Engine.Tests.Datasets;

/// <summary>Encodes PNG files for tests, wrong ones included.</summary>
internal static class PngWriter
{
    internal static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    internal static byte[] Write(int width, int height, int colourType, byte[] samples, int filter = 0, byte[]? palette = null, byte[]? transparency = null) =>
    [
        .. Signature,
        .. Chunk("IHDR", Header(width, height, 8, colourType)),
        .. palette is null ? [] : Chunk("PLTE", palette),
        .. transparency is null ? [] : Chunk("tRNS", transparency),
        .. Chunk("IDAT", Deflate(Filter(samples, samples.Length / height, height, samples.Length / (width * height), filter))),
        .. Chunk("IEND", []),
    ];

    internal static byte[] Header(int width, int height, int depth, int colourType, int interlaced = 0)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)colourType, (byte)interlaced);
        return header;
    }

    internal static byte[] Chunk(string kind, byte[] content)
    {
        var chunk = new byte[12 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        Encoding.Latin1.GetBytes(kind, chunk.AsSpan(4));
        content.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + content.Length), Crc32.Of(chunk.AsSpan(4, 4 + content.Length)));
        return chunk;
    }

    internal static byte[] Deflate(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            stream.Write(content);
        }

        return packed.ToArray();
    }

    /// <summary>Applies one filter to all rows, written from the standard's formulas rather than from our decoder.</summary>
    private static byte[] Filter(byte[] samples, int stride, int height, int pixelBytes, int filter)
    {
        var rows = new List<byte>();
        int At(int x, int y) => x < 0 || y < 0 ? 0 : samples[(y * stride) + x];
        for (var y = 0; y < height; y++)
        {
            rows.Add((byte)filter);
            for (var x = 0; x < stride; x++)
            {
                int a = At(x - pixelBytes, y), b = At(x, y - 1), c = x < pixelBytes ? 0 : At(x - pixelBytes, y - 1), p = a + b - c;
                var nearest = new[] { a, b, c }.MinBy(value => Math.Abs(p - value));
                rows.Add(unchecked((byte)(At(x, y) - filter switch { 0 => 0, 1 => a, 2 => b, 3 => (a + b) / 2, _ => nearest })));
            }
        }

        return [.. rows];
    }
}
