using System.IO.Compression;
using System.Text;

namespace LotteryLab.Worker.Tests;

/// <summary>Writes files as torch.save does, without Python: a dictionary of contiguous tensors, or any pickle.</summary>
internal static class TorchPickleFixture
{
    /// <summary>A dictionary of int32 tensors (masks as open_lth saves them).</summary>
    public static byte[] Masks(params (string Name, int[] Values, long[] Shape)[] tensors)
    {
        using var pickle = new MemoryStream();
        pickle.Write([0x80, 2, (byte)'}', (byte)'(']);
        for (var i = 0; i < tensors.Length; i++)
        {
            Text(pickle, tensors[i].Name);
            Global(pickle, "torch._utils", "_rebuild_tensor_v2");
            pickle.Write("("u8);
            pickle.Write("("u8);
            Text(pickle, "storage");
            Global(pickle, "torch", "IntStorage");
            Text(pickle, i.ToString(System.Globalization.CultureInfo.InvariantCulture));
            Text(pickle, "cpu");
            Integer(pickle, tensors[i].Values.Length);
            pickle.Write("tQK\0"u8);
            Tuple(pickle, tensors[i].Shape);
            Tuple(pickle, Strides(tensors[i].Shape));
            pickle.WriteByte(0x89);
            Global(pickle, "collections", "OrderedDict");
            pickle.Write(")RtR"u8);
        }

        pickle.Write("u."u8);
        return Zip(pickle.ToArray(), tensors.Select(tensor => tensor.Values.SelectMany(BitConverter.GetBytes).ToArray()));
    }

    /// <summary>A zip as torch.save makes it around a pickle.</summary>
    public static byte[] Zip(byte[] pickle, params IEnumerable<byte[]> storages)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Entry(archive, "archive/data.pkl", pickle);
            var number = 0;
            foreach (var storage in storages)
            {
                Entry(archive, $"archive/data/{number++}", storage);
            }
        }

        return file.ToArray();
    }

    public static byte[] Call(string module, string name)
    {
        using var pickle = new MemoryStream();
        pickle.Write([0x80, 2]);
        Global(pickle, module, name);
        pickle.Write("("u8);
        Text(pickle, "echo");
        pickle.Write("tR."u8);
        return pickle.ToArray();
    }

    private static void Entry(ZipArchive archive, string name, byte[] content)
    {
        using var entry = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
        entry.Write(content);
    }

    private static void Text(Stream pickle, string text)
    {
        pickle.WriteByte((byte)'X');
        pickle.Write(BitConverter.GetBytes(Encoding.UTF8.GetByteCount(text)));
        pickle.Write(Encoding.UTF8.GetBytes(text));
    }

    private static void Integer(Stream pickle, long value)
    {
        pickle.WriteByte((byte)'J');
        pickle.Write(BitConverter.GetBytes((int)value));
    }

    private static void Global(Stream pickle, string module, string name) => pickle.Write(Encoding.UTF8.GetBytes($"c{module}\n{name}\n"));

    private static void Tuple(Stream pickle, long[] values)
    {
        pickle.Write("("u8);
        foreach (var value in values)
        {
            Integer(pickle, value);
        }

        pickle.Write("t"u8);
    }

    private static long[] Strides(long[] shape)
    {
        var strides = new long[shape.Length];
        var stride = 1L;
        for (var i = shape.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= shape[i];
        }

        return strides;
    }
}
