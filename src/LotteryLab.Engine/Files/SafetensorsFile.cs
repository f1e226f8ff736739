using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace LotteryLab.Engine.Files;

/// <summary>
/// Reads and writes safetensors files (8-byte header length, JSON header, data). Writing is deterministic: tensors sorted by name, header
/// padded so that data is 8-byte aligned. Reading trusts nothing: sizes, ranges, overlaps, gaps and duplicates are all checked.
/// </summary>
public static class SafetensorsFile
{
    // The format's own limit is 100 MB; no network of ours needs more than a few hundred bytes a tensor.
    private const int MaxHeaderBytes = 32 * 1024 * 1024;

    /// <summary>Writes tensors, and optionally text metadata, in name order.</summary>
    public static void Write(Stream stream, IEnumerable<SafetensorsEntry> entries, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var sorted = entries.OrderBy(entry => entry.Name, StringComparer.Ordinal).ToArray();
        var header = Header(sorted, metadata);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var entry in sorted)
        {
            stream.Write(entry.Bytes.Span);
        }
    }

    /// <summary>Reads all tensors, in name order.</summary>
    /// <exception cref="LotteryLabException">The file is damaged (code <c>safetensors.invalid</c>).</exception>
    public static IReadOnlyList<SafetensorsEntry> Read(Stream stream)
    {
        var header = ReadHeader(stream);
        var places = Parse(header);
        var entries = new List<SafetensorsEntry>(places.Count);
        var expected = 0L;
        foreach (var place in places.OrderBy(place => place.Begin).ThenBy(place => place.End))
        {
            if (place.Begin != expected)
            {
                throw Damaged($"the data of '{place.Name}' overlaps another tensor or leaves a gap");
            }

            entries.Add(new SafetensorsEntry(place.Name, place.Type, place.Shape, ReadExactly(stream, place.End - place.Begin, place.Name)));
            expected = place.End;
        }

        return stream.ReadByte() < 0
            ? [.. entries.OrderBy(entry => entry.Name, StringComparer.Ordinal)]
            : throw Damaged("there is data after the last tensor");
    }

    /// <summary>Shapes of all tensors by name, from the header alone; the data behind it is not looked at.</summary>
    /// <exception cref="LotteryLabException">The header is damaged (code <c>safetensors.invalid</c>).</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<long>> ReadShapes(Stream stream) =>
        Parse(ReadHeader(stream)).ToDictionary(place => place.Name, IReadOnlyList<long> (place) => place.Shape, StringComparer.Ordinal);

    /// <summary>Reads one tensor of a file that was checked as a whole before; null when it has none of that name.</summary>
    /// <exception cref="LotteryLabException">The file is damaged (code <c>safetensors.invalid</c>).</exception>
    public static SafetensorsEntry? ReadOne(Stream stream, string name)
    {
        var places = Parse(ReadHeader(stream));
        var index = places.FindIndex(place => place.Name == name);
        if (index < 0)
        {
            return null;
        }

        var (_, type, shape, begin, end) = places[index];
        stream.Position += begin;
        return new SafetensorsEntry(name, type, shape, ReadExactly(stream, end - begin, name));
    }

    private static byte[] Header(SafetensorsEntry[] entries, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject("__metadata__");
                foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    json.WriteString(key, value);
                }

                json.WriteEndObject();
            }

            var offset = 0L;
            foreach (var entry in entries)
            {
                Check(entry);
                json.WriteStartObject(entry.Name);
                json.WriteString("dtype", entry.Type.ToString());
                WriteNumbers(json, "shape", entry.Shape);
                WriteNumbers(json, "data_offsets", [offset, offset + entry.Bytes.Length]);
                json.WriteEndObject();
                offset += entry.Bytes.Length;
            }

            json.WriteEndObject();
        }

        while (buffer.Length % 8 != 0)
        {
            buffer.WriteByte((byte)' ');
        }

        return buffer.ToArray();
    }

    private static void Check(SafetensorsEntry entry)
    {
        if (entry.Name is "__metadata__" or "")
        {
            throw new ArgumentException($"'{entry.Name}' cannot be the name of a tensor.");
        }

        if (ByteCount(entry.Shape, entry.Type) != entry.Bytes.Length)
        {
            throw new ArgumentException($"'{entry.Name}' has {entry.Bytes.Length} bytes, which is not what its shape says.");
        }
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IReadOnlyList<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    private static byte[] ReadHeader(Stream stream)
    {
        var length = BinaryPrimitives.ReadUInt64LittleEndian(ReadExactly(stream, 8, "the header length"));
        return length is >= 2 and <= MaxHeaderBytes
            ? ReadExactly(stream, (long)length, "the header")
            : throw Damaged($"the header would be {length} bytes long");
    }

    private static List<(string Name, SafetensorsType Type, long[] Shape, long Begin, long End)> Parse(byte[] header)
    {
        try
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetString(header), new JsonDocumentOptions { MaxDepth = 8 });
            var places = new List<(string, SafetensorsType, long[], long, long)>();
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (!names.Add(property.Name))
                {
                    throw Damaged($"'{property.Name}' occurs twice");
                }

                if (property.Name != "__metadata__")
                {
                    places.Add(Place(property.Name, property.Value));
                }
            }

            return places;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException or ArgumentException)
        {
            throw Damaged("its header is not what the format prescribes", exception);
        }
    }

    private static (string Name, SafetensorsType Type, long[] Shape, long Begin, long End) Place(string name, JsonElement value)
    {
        var typeName = value.GetProperty("dtype").GetString();
        if (!Enum.TryParse<SafetensorsType>(typeName, ignoreCase: false, out var type) || typeName != type.ToString())
        {
            throw Damaged($"'{name}' has the element type '{typeName}'; F32, F64, I64, BF16 and U8 are supported");
        }

        var shape = value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()).ToArray();
        var offsets = value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64()).ToArray();
        if (offsets.Length != 2 || offsets[0] < 0 || offsets[1] < offsets[0] || ByteCount(shape, type) != offsets[1] - offsets[0])
        {
            throw Damaged($"the data range of '{name}' does not fit its shape");
        }

        return (name, type, shape, offsets[0], offsets[1]);
    }

    private static long ByteCount(IReadOnlyList<long> shape, SafetensorsType type)
    {
        long bytes = SafetensorsEntry.SizeOf(type);
        foreach (var size in shape)
        {
            bytes = size >= 0 ? checked(bytes * size) : throw new OverflowException("A size is negative.");
        }

        return bytes;
    }

    private static byte[] ReadExactly(Stream stream, long count, string what)
    {
        // A file cannot make us reserve more memory than it has bytes.
        if (count > Array.MaxLength || (stream.CanSeek && count > stream.Length - stream.Position))
        {
            throw Damaged($"it ends inside {what}");
        }

        var bytes = new byte[count];
        return stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length
            ? bytes
            : throw Damaged($"it ends inside {what}");
    }

    private static LotteryLabException Damaged(string reason, Exception? inner = null) =>
        new("safetensors.invalid", $"The file is not a valid safetensors file: {reason}.", "Write or download it again.", inner);
}
