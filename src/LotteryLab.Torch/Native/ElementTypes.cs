using static TorchSharp.torch;

namespace LotteryLab.Torch.Native;

/// <summary>Which element type of a tensor a C# type stands for.</summary>
internal static class ElementTypes
{
    internal static ScalarType Of<T>()
        where T : unmanaged => Of(typeof(T));

    internal static ScalarType Of(Type type)
    {
        if (type == typeof(float))
        {
            return ScalarType.Float32;
        }

        return Type.GetTypeCode(type) switch
        {
            TypeCode.Double => ScalarType.Float64,
            TypeCode.Int64 => ScalarType.Int64,
            TypeCode.Int32 => ScalarType.Int32,
            TypeCode.Int16 => ScalarType.Int16,
            TypeCode.SByte => ScalarType.Int8,
            TypeCode.Byte => ScalarType.Byte,
            TypeCode.Boolean => ScalarType.Bool,
            _ when type == typeof(Half) => ScalarType.Float16,
            _ when type == typeof((float, float)) => ScalarType.ComplexFloat32,
            _ when type == typeof(System.Numerics.Complex) => ScalarType.ComplexFloat64,
            _ => throw new ArgumentException($"No tensor holds elements of the C# type {type.Name}."),
        };
    }
}
