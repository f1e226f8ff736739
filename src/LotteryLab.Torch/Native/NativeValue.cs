using System.Runtime.InteropServices;

namespace LotteryLab.Torch.Native;

/// <summary>Kinds of values that cross the native border; the numbers are those of shim.cpp.</summary>
internal enum ValueKind
{
    None = 0,
    Tensor = 1,
    Int = 2,
    Double = 3,
    Bool = 4,
    Ints = 5,
    Tensors = 6,
    OptionalTensors = 7,
    Doubles = 8,
    Device = 9,
    String = 10,
    Generator = 11,
    Bools = 12,
}

/// <summary>One tagged argument or result of an operator, laid out as <c>Value</c> in shim.cpp.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal struct NativeValue
{
    [FieldOffset(0)]
    public ValueKind Kind;

    /// <summary>Length of a list or string; index of a device.</summary>
    [FieldOffset(4)]
    public int Count;

    [FieldOffset(8)]
    public long Integer;

    [FieldOffset(8)]
    public double Real;

    [FieldOffset(8)]
    public nint Pointer;
}
