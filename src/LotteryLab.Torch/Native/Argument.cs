using TorchSharp;

namespace LotteryLab.Torch.Native;

/// <summary>One argument of an operator, made by an implicit conversion from what the typed API was given.</summary>
internal readonly struct Argument
{
    private Argument(ValueKind kind, long bits, object? reference, int count = 0)
    {
        Kind = kind;
        Bits = bits;
        Reference = reference;
        Count = count;
    }

    internal ValueKind Kind { get; }

    internal int Count { get; }

    /// <summary>Integer, bits of a double, or device type.</summary>
    internal long Bits { get; }

    /// <summary>A tensor, generator, array or string. Held so that the collector keeps it during the call.</summary>
    internal object? Reference { get; }

    internal static Argument None => default;

    internal static Argument OptionalTensors(torch.Tensor?[] list) => new(ValueKind.OptionalTensors, 0, list, list.Length);

    internal static Argument Double(double? value) => value is { } v ? v : None;

    public static implicit operator Argument(torch.Tensor? value) => value is null ? default : new(ValueKind.Tensor, 0, value);

    public static implicit operator Argument(long value) => new(ValueKind.Int, value, null);

    public static implicit operator Argument(long? value) => value is { } v ? new(ValueKind.Int, v, null) : default;

    public static implicit operator Argument(double value) => new(ValueKind.Double, BitConverter.DoubleToInt64Bits(value), null);

    public static implicit operator Argument(bool value) => new(ValueKind.Bool, value ? 1 : 0, null);

    public static implicit operator Argument(torch.ScalarType value) => new(ValueKind.Int, (long)value, null);

    public static implicit operator Argument(torch.ScalarType? value) => value is { } v ? new(ValueKind.Int, (long)v, null) : default;

    public static implicit operator Argument(torch.Device? value) =>
        value is null ? default : new(ValueKind.Device, DeviceCodes.ToNative(value.type), null, value.index);

    public static implicit operator Argument(torch.Generator? value) => value is null ? default : new(ValueKind.Generator, 0, value);

    public static implicit operator Argument(string? value) => value is null ? default : new(ValueKind.String, 0, value, value.Length);

    public static implicit operator Argument(long[]? value) => value is null ? default : new(ValueKind.Ints, 0, value, value.Length);

    public static implicit operator Argument(double[]? value) => value is null ? default : new(ValueKind.Doubles, 0, value, value.Length);

    public static implicit operator Argument(bool[] value) => new(ValueKind.Bools, 0, value, value.Length);

    public static implicit operator Argument(torch.Tensor[] value) => new(ValueKind.Tensors, 0, value, value.Length);

    public static implicit operator Argument(Scalar? value) => value is null ? default : new(value.Kind, value.Bits, null);
}
