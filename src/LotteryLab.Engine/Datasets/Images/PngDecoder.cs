using System.Buffers.Binary;
using System.IO.Compression;
using LotteryLab.Engine.Files;

namespace LotteryLab.Engine.Datasets.Images;

/// <summary>
/// A small strict decoder of 8-bit, non-interlaced PNG files (ISO/IEC 15948). Files come from anywhere, so every length is checked before it is
/// used, memory is bounded by <see cref="MaximumPixels"/>, and nothing but <see cref="LotteryLabException"/> comes out.
/// </summary>
public static class PngDecoder
{
    /// <summary>Largest number of pixels; a larger picture is refused before memory is taken.</summary>
    public const int MaximumPixels = 1 << 25;

    private const int MaximumSide = 1 << 15;
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Decodes a file that is in memory.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="name">Name for messages.</param>
    /// <exception cref="LotteryLabException">It is no PNG, damaged, or of a kind that is not supported.</exception>
    public static PngImage Decode(ReadOnlySpan<byte> file, string name)
    {
        try
        {
            return new Parser(name).Parse(file);
        }
        // The runtime's decompressor has an exception of its own, which is not public but an IOException.
        catch (Exception problem) when (problem is InvalidDataException or IOException)
        {
            throw Damaged(name, "its compressed part is invalid", problem);
        }
    }

    private static LotteryLabException Damaged(string name, string problem, Exception? inner = null) =>
        DatasetErrors.Corrupt(name, problem, "Replace or remove the image.", inner);

    private static LotteryLabException Unsupported(string name, string problem) =>
        new("dataset.unsupported-image", $"The image {name} cannot be read: {problem}.", "Convert it to an 8-bit, non-interlaced PNG.");

    private sealed class Parser(string name)
    {
        private readonly MemoryStream compressed = new();
        private byte[]? palette;
        private byte[]? paletteAlpha;
        private int width;
        private int height;
        private int colourType = -1;
        private bool dataEnded;

        internal PngImage Parse(ReadOnlySpan<byte> file)
        {
            if (!file.StartsWith(Signature))
            {
                throw Damaged(name, "it does not start as a PNG file does");
            }

            var rest = file[Signature.Length..];
            while (true)
            {
                var (kind, content, length) = NextChunk(rest);
                rest = rest[length..];
                if (colourType < 0 && kind != "IHDR")
                {
                    throw Damaged(name, "its first chunk is not IHDR");
                }

                if (kind == "IEND")
                {
                    return Finish();
                }

                Take(kind, content);
            }
        }

        private (string Kind, byte[] Content, int Length) NextChunk(ReadOnlySpan<byte> rest)
        {
            if (rest.Length < 12)
            {
                throw Damaged(name, "it is cut off");
            }

            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > rest.Length - 12)
            {
                throw Damaged(name, "it is cut off in a chunk");
            }

            var end = (int)length + 8;
            if (Crc32.Of(rest[4..end]) != BinaryPrimitives.ReadUInt32BigEndian(rest[end..]))
            {
                throw Damaged(name, "the check sum of a chunk is wrong");
            }

            return (System.Text.Encoding.Latin1.GetString(rest.Slice(4, 4)), rest[8..end].ToArray(), end + 4);
        }

        private void Take(string kind, byte[] content)
        {
            switch (kind)
            {
                case "IHDR":
                    ReadHeader(content);
                    break;
                case "PLTE" when content.Length is > 0 and <= 768 && content.Length % 3 == 0:
                    palette = content;
                    break;
                case "tRNS" when colourType == 3:
                    paletteAlpha = content;
                    break;
                case "IDAT" when !dataEnded:
                    compressed.Write(content);
                    break;
                case "PLTE" or "IDAT":
                    throw Damaged(name, $"its chunk {kind} is invalid");
                default:
                    // The case of the first letter tells whether a decoder may skip a chunk that it does not know.
                    dataEnded |= compressed.Length > 0;
                    if (char.IsAsciiLetterUpper(kind[0]))
                    {
                        throw Unsupported(name, $"it needs the unknown chunk '{string.Concat(kind.Where(char.IsAsciiLetterOrDigit))}'");
                    }

                    break;
            }
        }

        private void ReadHeader(byte[] header)
        {
            if (header.Length != 13 || colourType >= 0)
            {
                throw Damaged(name, "its IHDR chunk is invalid");
            }

            var (wide, high) = (BinaryPrimitives.ReadUInt32BigEndian(header), BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4)));
            if (wide is 0 or > MaximumSide || high is 0 or > MaximumSide || wide * high > MaximumPixels)
            {
                throw Unsupported(name, $"{wide} x {high} pixels is outside of 1 to {MaximumPixels:N0} pixels");
            }

            if (header[8] != 8 || header[9] is not (0 or 2 or 3 or 4 or 6) || header[10] != 0 || header[11] != 0 || header[12] != 0)
            {
                throw Unsupported(name, $"depth {header[8]}, colour type {header[9]}, compression {header[10]}, filter {header[11]}, interlacing {header[12]}");
            }

            (width, height, colourType) = ((int)wide, (int)high, header[9]);
        }

        private PngImage Finish()
        {
            var channels = colourType switch { 0 or 3 => 1, 4 => 2, 2 => 3, _ => 4 };
            compressed.Position = 0;
            using var stream = new ZLibStream(compressed, CompressionMode.Decompress);
            var samples = PngFilter.Undo(stream, width * channels, height, channels, problem => Damaged(name, problem));
            return colourType == 3 ? Expand(samples) : new PngImage(width, height, channels, samples);
        }

        private PngImage Expand(byte[] indices)
        {
            if (palette is null)
            {
                throw Damaged(name, "it has no palette");
            }

            var channels = paletteAlpha is null ? 3 : 4;
            var samples = new byte[indices.Length * channels];
            for (var i = 0; i < indices.Length; i++)
            {
                var entry = 3 * indices[i];
                if (entry >= palette.Length)
                {
                    throw Damaged(name, "a pixel names a colour outside of the palette");
                }

                palette.AsSpan(entry, 3).CopyTo(samples.AsSpan(i * channels));
                if (paletteAlpha is not null)
                {
                    samples[(i * channels) + 3] = indices[i] < paletteAlpha.Length ? paletteAlpha[indices[i]] : (byte)255;
                }
            }

            return new PngImage(width, height, channels, samples);
        }
    }
}
