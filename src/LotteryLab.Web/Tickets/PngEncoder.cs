using System.Buffers.Binary;
using System.IO.Compression;

namespace LotteryLab.Web.Tickets;

/// <summary>Writes PNG pictures: grey with 1 or 8 bits a pixel for masks, colours for samples and preview cards. No package does it here.</summary>
internal static class PngEncoder
{
    private const byte TrueColour = 2;
    private static readonly uint[] Table = MakeTable();

    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>8 bits a pixel, row after row; 255 is white.</summary>
    public static byte[] Grey(ReadOnlySpan<byte> pixels, int width, int height)
    {
        var raw = new byte[height * (width + 1)];
        for (var y = 0; y < height; y++)
        {
            pixels.Slice(y * width, width).CopyTo(raw.AsSpan((y * (width + 1)) + 1));
        }

        return Encode(raw, width, height, 8);
    }

    /// <summary>Red, green and blue, 8 bits each, row after row.</summary>
    public static byte[] Colour(ReadOnlySpan<byte> pixels, int width, int height)
    {
        var stride = width * 3;
        var raw = new byte[height * (stride + 1)];
        for (var y = 0; y < height; y++)
        {
            pixels.Slice(y * stride, stride).CopyTo(raw.AsSpan((y * (stride + 1)) + 1));
        }

        return Encode(raw, width, height, 8, TrueColour);
    }

    /// <summary>1 bit a pixel; set is white.</summary>
    public static byte[] Bits(int width, int height, Func<int, int, bool> isSet)
    {
        var stride = ((width + 7) / 8) + 1;
        var raw = new byte[height * stride];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                if (isSet(y, x))
                {
                    raw[(y * stride) + 1 + (x >> 3)] |= (byte)(0x80 >> (x & 7));
                }
            }
        }

        return Encode(raw, width, height, 1);
    }

    private static byte[] Encode(byte[] raw, int width, int height, byte depth, byte kind = 0)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(raw);
        }

        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        head[8] = depth;
        head[9] = kind;
        using var picture = new MemoryStream();
        picture.Write(Signature);
        Chunk(picture, "IHDR"u8, head);
        Chunk(picture, "IDAT"u8, packed.GetBuffer().AsSpan(0, (int)packed.Length));
        Chunk(picture, "IEND"u8, []);
        return picture.ToArray();
    }

    private static void Chunk(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        stream.Write(number);
        stream.Write(type);
        stream.Write(content);
        var sum = Sum(Sum(uint.MaxValue, type), content) ^ uint.MaxValue;
        BinaryPrimitives.WriteUInt32BigEndian(number, sum);
        stream.Write(number);
    }

    // CRC-32 of ISO 3309, as the PNG specification (annex D) tabulates it.
    private static uint Sum(uint sum, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            sum = Table[(sum ^ value) & 0xFF] ^ (sum >> 8);
        }

        return sum;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (var n = 0u; n < table.Length; n++)
        {
            var value = n;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
            }

            table[n] = value;
        }

        return table;
    }
}
