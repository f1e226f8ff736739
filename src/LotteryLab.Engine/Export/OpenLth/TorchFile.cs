using System.Buffers.Binary;
using System.IO.Compression;
using LotteryLab.Engine.Files;

namespace LotteryLab.Engine.Export.OpenLth;

/// <summary>
/// Reads dictionaries of tensors that PyTorch 1.6 or newer wrote with <c>torch.save</c>: a zip file with a pickle and one plain file per
/// storage. Nothing in the file is executed, and nothing larger than the file is built from it.
/// </summary>
public static class TorchFile
{
    private const int LargestPickle = 64 * 1024 * 1024;

    /// <summary>Tensors by name, in the order of the file; integers become I64 (bytes and booleans U8).</summary>
    /// <exception cref="LotteryLabException">The file is damaged or holds something else (code <c>torch-file.invalid</c>).</exception>
    public static IReadOnlyList<SafetensorsEntry> Read(Stream stream)
    {
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            return new Content(archive, stream.Length).Read();
        }
        catch (Exception problem) when (problem is InvalidDataException or OverflowException or IOException or ArgumentException)
        {
            throw PickleReader.Damaged(problem is InvalidDataException ? "it is no intact zip file" : "its sizes are impossible");
        }
    }

    private sealed class Content(ZipArchive archive, long fileBytes)
    {
        private readonly Dictionary<string, byte[]> storages = new(StringComparer.Ordinal);
        private string folder = "";
        private long built;

        public IReadOnlyList<SafetensorsEntry> Read()
        {
            var pickle = archive.Entries.FirstOrDefault(entry => entry.Name == "data.pkl") ?? throw PickleReader.Damaged("it has no data.pkl");
            folder = pickle.FullName[..^"data.pkl".Length];
            if (archive.GetEntry(folder + "byteorder") is { } order && Bytes(order, 16).AsSpan().IndexOf("big"u8) >= 0)
            {
                throw PickleReader.Damaged("its numbers are big-endian");
            }

            var content = new PickleReader(Bytes(pickle, LargestPickle), Reduce, Storage).Read() as PickleDictionary ?? throw PickleReader.Damaged("it holds no dictionary");
            var names = new HashSet<string>(StringComparer.Ordinal);
            var entries = new List<SafetensorsEntry>();
            foreach (var (key, value) in content.Items)
            {
                if (key is not string name || value is not TorchTensor tensor || !names.Add(name))
                {
                    throw PickleReader.Damaged("its dictionary holds something other than tensors by name");
                }

                entries.Add(ToEntry(name, tensor));
            }

            return entries;
        }

        /// <summary>The three names that files of tensors need. Anything else is refused by the reader.</summary>
        private static object? Reduce(PickleName name, object?[] arguments) => (name.Module, name.Name) switch
        {
            ("collections", "OrderedDict") when arguments.Length == 0 => new PickleDictionary(),
            ("torch._utils", "_rebuild_tensor_v2") when arguments is [TorchStorage storage, long offset, object?[] sizes, object?[] strides, ..] =>
                new TorchTensor(storage, offset, [.. sizes.Select(Whole)], [.. strides.Select(Whole)]),
            ("torch._utils", "_rebuild_parameter") when arguments is [TorchTensor tensor, ..] => tensor,
            _ => null,
        };

        private static long Whole(object? value) => value is long number and >= 0 ? number : throw PickleReader.Damaged("a size is no whole number");

        private TorchStorage Storage(object?[] id)
        {
            if (id is not ["storage", PickleName { Module: "torch" } type, string key, string, long, ..] || key.Contains('/') || key.Contains('\\'))
            {
                throw PickleReader.Damaged("a storage is described in an unknown way");
            }

            var (bytes, target) = type.Name switch
            {
                "FloatStorage" => (4, SafetensorsType.F32),
                "DoubleStorage" => (8, SafetensorsType.F64),
                "LongStorage" => (8, SafetensorsType.I64),
                "IntStorage" => (4, SafetensorsType.I64),
                "BFloat16Storage" => (2, SafetensorsType.BF16),
                "ByteStorage" or "BoolStorage" => (1, SafetensorsType.U8),
                _ => throw PickleReader.Damaged($"tensors of '{type}' are not read"),
            };
            if (!storages.TryGetValue(key, out var content))
            {
                var entry = archive.GetEntry($"{folder}data/{key}") ?? throw PickleReader.Damaged("a storage is missing");
                storages.Add(key, content = Bytes(entry, fileBytes));
            }

            return new TorchStorage(content, bytes, target);
        }

        private byte[] Bytes(ZipArchiveEntry entry, long most)
        {
            // PyTorch stores without compression; a compressed entry could be a bomb.
            if (entry.Length > most || entry.Length != entry.CompressedLength)
            {
                throw PickleReader.Damaged("an entry is compressed or larger than the file");
            }

            var bytes = new byte[entry.Length];
            using var content = entry.Open();
            content.ReadExactly(bytes);
            return bytes;
        }

        private SafetensorsEntry ToEntry(string name, TorchTensor tensor)
        {
            var expected = 1L;
            for (var i = tensor.Sizes.Count - 1; i >= 0; i--)
            {
                // Strides of dimensions of size one say nothing.
                if (tensor.Strides.Count != tensor.Sizes.Count || (tensor.Sizes[i] > 1 && tensor.Strides[i] != expected))
                {
                    throw PickleReader.Damaged("a tensor is not contiguous");
                }

                expected = checked(expected * tensor.Sizes[i]);
            }

            var width = tensor.Storage.ElementBytes;
            if (checked((tensor.Offset + expected) * width) > tensor.Storage.Bytes.LongLength)
            {
                throw PickleReader.Damaged("a tensor is larger than its storage");
            }

            // Many tensors may share one storage; without this bound a small file could ask for any amount of memory.
            built = checked(built + (expected * width));
            if (built > 4 * fileBytes)
            {
                throw PickleReader.Damaged("its tensors are larger than the file");
            }

            var bytes = tensor.Storage.Bytes.AsSpan((int)(tensor.Offset * width), (int)(expected * width));
            return new SafetensorsEntry(name, tensor.Storage.Type, tensor.Sizes, tensor.Storage is { Type: SafetensorsType.I64, ElementBytes: 4 } ? Widen(bytes) : bytes.ToArray());
        }

        private static byte[] Widen(ReadOnlySpan<byte> integers)
        {
            var wide = new byte[integers.Length * 2];
            for (var i = 0; i < integers.Length; i += sizeof(int))
            {
                BinaryPrimitives.WriteInt64LittleEndian(wide.AsSpan(2 * i), BinaryPrimitives.ReadInt32LittleEndian(integers[i..]));
            }

            return wide;
        }
    }

    private sealed record TorchStorage(byte[] Bytes, int ElementBytes, SafetensorsType Type);

    private sealed record TorchTensor(TorchStorage Storage, long Offset, IReadOnlyList<long> Sizes, IReadOnlyList<long> Strides);
}
