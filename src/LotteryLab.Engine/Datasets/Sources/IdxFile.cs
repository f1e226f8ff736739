using System.Buffers.Binary;
using System.IO.Compression;

namespace LotteryLab.Engine.Datasets.Sources;

/// <summary>Reads the IDX format of MNIST and its relatives, packed with gzip or not.</summary>
internal static class IdxFile
{
    private const int ImageMagic = 0x00000803;
    private const int LabelMagic = 0x00000801;

    internal static byte[] ReadImages(string path, int count, int height, int width, string fix) =>
        Read(path, ImageMagic, [count, height, width], fix);

    internal static byte[] ReadLabels(string path, int count, int classes, string fix)
    {
        var labels = Read(path, LabelMagic, [count], fix);
        var wrong = labels.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(classes - 1));
        return wrong < 0
            ? labels
            : throw DatasetErrors.Corrupt(path, $"label {labels[wrong]} at position {wrong:N0}, but labels go from 0 to {classes - 1}", fix);
    }

    private static byte[] Read(string path, int magic, ReadOnlySpan<int> shape, string fix)
    {
        try
        {
            using var file = File.OpenRead(path);
            using var stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
            CheckHeader(stream, path, magic, shape, fix);
            var length = 1;
            foreach (var size in shape)
            {
                length = checked(length * size);
            }

            var content = new byte[length];
            var read = stream.ReadAtLeast(content, length, throwOnEndOfStream: false);
            if (read < length)
            {
                throw DatasetErrors.WrongSize(path, $"{length:N0} bytes of content", $"{read:N0}; the file is cut off", fix);
            }

            // Reading on to the end also makes gzip compare its check sum.
            return stream.ReadByte() < 0 ? content : throw DatasetErrors.WrongSize(path, $"{length:N0} bytes of content", "more", fix);
        }
        catch (Exception problem) when (problem is InvalidDataException or IOException)
        {
            throw DatasetErrors.Corrupt(path, "it is no valid gzip file", fix, problem);
        }
    }

    private static void CheckHeader(Stream stream, string path, int magic, ReadOnlySpan<int> shape, string fix)
    {
        Span<byte> header = stackalloc byte[4 * (1 + shape.Length)];
        if (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
        {
            throw DatasetErrors.WrongSize(path, $"a header of {header.Length} bytes", "less", fix);
        }

        var found = BinaryPrimitives.ReadInt32BigEndian(header);
        if (found != magic)
        {
            throw DatasetErrors.Corrupt(path, $"it starts with 0x{found:X8} instead of 0x{magic:X8}, so it is no IDX file of the expected kind", fix);
        }

        for (var i = 0; i < shape.Length; i++)
        {
            var size = BinaryPrimitives.ReadInt32BigEndian(header[(4 * (i + 1))..]);
            if (size != shape[i])
            {
                throw DatasetErrors.WrongSize(path, string.Join(" x ", shape.ToArray()), $"{size} in dimension {i + 1}", fix);
            }
        }
    }
}
