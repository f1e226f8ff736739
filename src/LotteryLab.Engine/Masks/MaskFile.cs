using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace LotteryLab.Engine.Masks;

/// <summary>
/// Masks on disk, one bit a weight. All numbers are little-endian:
/// <c>LLMASK</c> and two bytes of version (1); number of tensors (int32); for each tensor the length of its name (uint16), the name in
/// UTF-8, its number of weights (int64) and of kept weights (int64); then the packed words (64 bits each, tensor after tensor); then the
/// SHA-256 of everything before it. Equal masks give equal bytes.
/// </summary>
public static class MaskFile
{
    private const int HashBytes = SHA256.HashSizeInBytes;
    private const int MaxTensors = 1_000_000;

    private static ReadOnlySpan<byte> Magic => "LLMASK\u0001\0"u8;

    /// <summary>Writes masks to a file.</summary>
    public static void Save(string path, MaskSet masks) => File.WriteAllBytes(path, ToBytes(masks));

    /// <summary>Reads masks from a file.</summary>
    /// <exception cref="LotteryLabException">The file is damaged (code <c>mask.invalid</c>).</exception>
    public static MaskSet Load(string path) => FromBytes(File.ReadAllBytes(path));

    /// <summary>The bytes of a mask file.</summary>
    public static byte[] ToBytes(MaskSet masks)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Magic);
            writer.Write(masks.Entries.Count);
            foreach (var (name, mask) in masks.Entries)
            {
                var text = Encoding.UTF8.GetBytes(name);
                writer.Write(checked((ushort)text.Length));
                writer.Write(text);
                writer.Write(mask.Count);
                writer.Write(mask.Kept);
            }

            foreach (var (_, mask) in masks.Entries)
            {
                foreach (var word in mask.Words)
                {
                    writer.Write(word);
                }
            }
        }

        stream.Write(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
        return stream.ToArray();
    }

    /// <summary>Reads the bytes of a mask file.</summary>
    /// <exception cref="LotteryLabException">They are damaged (code <c>mask.invalid</c>).</exception>
    public static MaskSet FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Magic.Length + sizeof(int) + HashBytes || !bytes.StartsWith(Magic))
        {
            throw Damaged("it does not begin as a mask file of version 1 does");
        }

        var content = bytes[..^HashBytes];
        if (!SHA256.HashData(content).AsSpan().SequenceEqual(bytes[^HashBytes..]))
        {
            throw Damaged("its checksum is wrong");
        }

        var position = Magic.Length;
        var tensors = BinaryPrimitives.ReadInt32LittleEndian(Take(content, ref position, sizeof(int)));
        if (tensors is < 0 or > MaxTensors)
        {
            throw Damaged($"it claims to hold {tensors} tensors");
        }

        var heads = ReadHeads(content, ref position, tensors);
        var entries = new List<KeyValuePair<string, BitMask>>(tensors);
        foreach (var (name, count, kept) in heads)
        {
            entries.Add(new(name, ReadMask(content, ref position, name, count, kept)));
        }

        return position == content.Length ? new MaskSet(entries) : throw Damaged("there is data after the last mask");
    }

    private static List<(string Name, long Count, long Kept)> ReadHeads(ReadOnlySpan<byte> content, ref int position, int tensors)
    {
        var strict = new UTF8Encoding(false, throwOnInvalidBytes: true);
        var names = new HashSet<string>(StringComparer.Ordinal);
        var heads = new List<(string, long, long)>();
        for (var i = 0; i < tensors; i++)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(Take(content, ref position, sizeof(ushort)));
            var text = Take(content, ref position, length);
            string name;
            try
            {
                name = strict.GetString(text);
            }
            catch (DecoderFallbackException exception)
            {
                throw Damaged("a tensor name is not UTF-8", exception);
            }

            var count = BinaryPrimitives.ReadInt64LittleEndian(Take(content, ref position, sizeof(long)));
            var kept = BinaryPrimitives.ReadInt64LittleEndian(Take(content, ref position, sizeof(long)));
            if (!names.Add(name) || count < 0 || kept < 0 || kept > count)
            {
                throw Damaged($"the entry of '{name}' is impossible or occurs twice");
            }

            heads.Add((name, count, kept));
        }

        return heads;
    }

    private static BitMask ReadMask(ReadOnlySpan<byte> content, ref int position, string name, long count, long kept)
    {
        var left = content.Length - position;
        if (count > left * 8L)
        {
            throw Damaged($"it ends inside the mask of '{name}'");
        }

        var packed = Take(content, ref position, checked((int)((count + 63) / 64 * sizeof(ulong))));
        var words = new ulong[packed.Length / sizeof(ulong)];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt64LittleEndian(packed[(i * sizeof(ulong))..]);
        }

        try
        {
            var mask = BitMask.FromWords(words, count);
            return mask.Kept == kept ? mask : throw Damaged($"the mask of '{name}' keeps {mask.Kept} weights, not the {kept} it claims");
        }
        catch (ArgumentException exception)
        {
            throw Damaged($"the mask of '{name}' has bits beyond its end", exception);
        }
    }

    private static ReadOnlySpan<byte> Take(ReadOnlySpan<byte> content, ref int position, int count)
    {
        if (count > content.Length - position)
        {
            throw Damaged("it is too short");
        }

        var taken = content.Slice(position, count);
        position += count;
        return taken;
    }

    private static LotteryLabException Damaged(string reason, Exception? inner = null) =>
        new("mask.invalid", $"This is not a valid mask file: {reason}.", "Export or download the masks again.", inner);
}
