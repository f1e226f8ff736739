using LotteryLab.Torch.Native;

namespace TorchSharp;

/// <summary>A number or truth value given to an operator; made by implicit conversion.</summary>
public sealed class Scalar : IDisposable
{
    private Scalar(ValueKind kind, long bits, torch.ScalarType type)
    {
        Kind = kind;
        Bits = bits;
        Type = type;
    }

    /// <summary>The element type that stands for this number.</summary>
    public torch.ScalarType Type { get; }

    internal ValueKind Kind { get; }

    internal long Bits { get; }

    internal double Real => Kind == ValueKind.Double ? BitConverter.Int64BitsToDouble(Bits) : Bits;

    internal long Integer => Kind == ValueKind.Double ? (long)Real : Bits;

    /// <summary>An unsigned 8-bit integer.</summary>
    public static implicit operator Scalar(byte value) => new(ValueKind.Int, value, torch.ScalarType.Int64);

    /// <summary>A signed 8-bit integer.</summary>
    public static implicit operator Scalar(sbyte value) => new(ValueKind.Int, value, torch.ScalarType.Int64);

    /// <summary>A 16-bit integer.</summary>
    public static implicit operator Scalar(short value) => new(ValueKind.Int, value, torch.ScalarType.Int64);

    /// <summary>A 32-bit integer.</summary>
    public static implicit operator Scalar(int value) => new(ValueKind.Int, value, torch.ScalarType.Int64);

    /// <summary>A 64-bit integer.</summary>
    public static implicit operator Scalar(long value) => new(ValueKind.Int, value, torch.ScalarType.Int64);

    /// <summary>A half-precision number.</summary>
    public static implicit operator Scalar(Half value) => (double)value;

    /// <summary>A single-precision number.</summary>
    public static implicit operator Scalar(float value) => (double)value;

    /// <summary>A double-precision number.</summary>
    public static implicit operator Scalar(double value) => new(ValueKind.Double, BitConverter.DoubleToInt64Bits(value), torch.ScalarType.Float64);

    /// <summary>A truth value.</summary>
    public static implicit operator Scalar(bool value) => new(ValueKind.Bool, value ? 1 : 0, torch.ScalarType.Bool);

    /// <summary>Does nothing: there is no native part. Kept because TorchSharp's scalar has one.</summary>
    public void Dispose()
    {
    }
}
