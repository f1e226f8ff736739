using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using LotteryLab.Engine.Files;

namespace LotteryLab.Engine.Export;

/// <summary>
/// Writes NumPy's npz: a zip of npy files, version 1.0 of the format. Bytes follow from the content alone: names sorted, no time
/// stamps, nothing compressed (weights do not compress, and readers can map what is stored plainly).
/// </summary>
public static class NpzWriter
{
    /// <summary>The earliest time that a zip file can say.</summary>
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes tensors, and texts as unicode arrays without dimensions. Masks (U8 named <c>mask.*</c>) become booleans, BF16 becomes float32.</summary>
    public static void Write(Stream stream, IEnumerable<SafetensorsEntry> tensors, IReadOnlyDictionary<string, string> texts)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var tensor in tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal))
        {
            using var entry = Open(archive, tensor.Name);
            entry.Write(Header(TypeOf(tensor), tensor.Shape));
            entry.Write(tensor.Type == SafetensorsType.BF16 ? Widen(tensor.Bytes.Span) : tensor.Bytes.Span);
        }

        foreach (var (name, text) in texts.OrderBy(text => text.Key, StringComparer.Ordinal))
        {
            using var entry = Open(archive, name);
            var runes = text.EnumerateRunes().Count();
            entry.Write(Header(string.Create(CultureInfo.InvariantCulture, $"<U{runes}"), []));
            entry.Write(Encoding.UTF32.GetBytes(text));
        }
    }

    private static Stream Open(ZipArchive archive, string name)
    {
        var entry = archive.CreateEntry(name + ".npy", CompressionLevel.NoCompression);
        entry.LastWriteTime = NoTime;
        return entry.Open();
    }

    private static string TypeOf(SafetensorsEntry tensor) => tensor.Type switch
    {
        SafetensorsType.F64 => "<f8",
        SafetensorsType.I64 => "<i8",
        SafetensorsType.U8 => tensor.Name.StartsWith(TicketTensors.Mask, StringComparison.Ordinal) ? "|b1" : "|u1",
        _ => "<f4",
    };

    private static byte[] Header(string type, IReadOnlyList<long> shape)
    {
        var sizes = shape.Count == 1 ? $"{shape[0]}," : string.Join(", ", shape);
        var text = string.Create(CultureInfo.InvariantCulture, $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({sizes}), }}");

        // Magic, version, length and text together are a multiple of 64 bytes, so that the data is aligned; the text ends in a line break.
        const int Before = 10;
        var length = ((Before + text.Length + 1 + 63) / 64 * 64) - Before;
        var header = new byte[Before + length];
        header[0] = 0x93;
        "NUMPY"u8.CopyTo(header.AsSpan(1));
        header[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), checked((ushort)length));
        Encoding.ASCII.GetBytes(text.PadRight(length - 1) + "\n").CopyTo(header.AsSpan(Before));
        return header;
    }

    /// <summary>A brain float is the upper half of the float of the same value.</summary>
    private static byte[] Widen(ReadOnlySpan<byte> halves)
    {
        var floats = new byte[halves.Length * 2];
        for (var i = 0; i < halves.Length; i += sizeof(ushort))
        {
            halves.Slice(i, sizeof(ushort)).CopyTo(floats.AsSpan((2 * i) + sizeof(ushort)));
        }

        return floats;
    }
}
