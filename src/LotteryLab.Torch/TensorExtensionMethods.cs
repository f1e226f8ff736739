using LotteryLab.Torch.Native;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Reading single values out of tensors, and TorchSharp's own file format.</summary>
public static class TensorExtensionMethods
{
    /// <summary>The only element in single precision, whatever its type.</summary>
    public static float ToSingle(this Tensor value) => (float)value.ToDouble();

    /// <summary>The only element in double precision, whatever its type.</summary>
    public static double ToDouble(this Tensor value)
    {
        var read = Ops._local_scalar_dense.RunValue(Single(value));
        return read.Kind == ValueKind.Double ? read.Real : read.Integer;
    }

    /// <summary>The only element as a byte.</summary>
    public static byte ToByte(this Tensor value) => (byte)value.ToInt64();

    /// <summary>The only element as a 32-bit integer, fraction cut off.</summary>
    public static int ToInt32(this Tensor value) => (int)value.ToInt64();

    /// <summary>The only element as a 64-bit integer, fraction cut off.</summary>
    public static long ToInt64(this Tensor value)
    {
        var read = Ops._local_scalar_dense.RunValue(Single(value));
        return read.Kind == ValueKind.Double ? (long)read.Real : read.Integer;
    }

    /// <summary>Whether the only element differs from zero.</summary>
    public static bool ToBoolean(this Tensor value) => value.ToDouble() != 0;

    /// <summary>Bytes per element of a type.</summary>
    public static int ElementSize(this ScalarType type) => type switch
    {
        ScalarType.Byte or ScalarType.Int8 or ScalarType.Bool or ScalarType.QInt8 or ScalarType.QUInt8 => 1,
        ScalarType.Int16 or ScalarType.Float16 or ScalarType.BFloat16 => 2,
        ScalarType.Int32 or ScalarType.Float32 or ScalarType.QInt32 => 4,
        ScalarType.ComplexFloat64 => 16,
        _ => 8,
    };

    /// <summary>Writes element type, shape and elements in TorchSharp's format; <see cref="Tensor.Load(BinaryReader)"/> reads it.</summary>
    public static void Save(this Tensor tensor, BinaryWriter writer)
    {
        using var scope = NewDisposeScope();
        var here = tensor.cpu().contiguous();
        writer.Write7BitEncodedInt64((long)here.dtype);
        writer.Write7BitEncodedInt64(here.ndim);
        foreach (var length in here.shape)
        {
            writer.Write7BitEncodedInt64(length);
        }

        writer.Flush();
        writer.BaseStream.Write(here.bytes);
    }

    /// <summary>Writes element type, shape and elements to a stream, which stays open.</summary>
    public static void Save(this Tensor tensor, Stream stream)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        tensor.Save(writer);
    }

    private static Tensor Single(Tensor value) =>
        value.NumberOfElements == 1
            ? value
            : throw new ArgumentException($"Number of elements in the tensor must be 1, it is {value.NumberOfElements}");
}
