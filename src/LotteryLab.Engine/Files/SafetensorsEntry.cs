namespace LotteryLab.Engine.Files;

/// <summary>Element types of safetensors files that we read and write.</summary>
public enum SafetensorsType
{
    /// <summary>32-bit float.</summary>
    F32,

    /// <summary>64-bit float.</summary>
    F64,

    /// <summary>64-bit integer.</summary>
    I64,

    /// <summary>16-bit brain float.</summary>
    BF16,

    /// <summary>Byte.</summary>
    U8,
}

/// <summary>One tensor of a safetensors file: little-endian values in row-major order.</summary>
public sealed record SafetensorsEntry(string Name, SafetensorsType Type, IReadOnlyList<long> Shape, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Bytes of one element of a type.</summary>
    public static int SizeOf(SafetensorsType type) => type switch
    {
        SafetensorsType.F64 or SafetensorsType.I64 => 8,
        SafetensorsType.F32 => 4,
        SafetensorsType.BF16 => 2,
        _ => 1,
    };
}
