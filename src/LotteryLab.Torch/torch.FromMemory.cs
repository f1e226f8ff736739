using System.Runtime.InteropServices;
using LotteryLab.Torch.Native;

namespace TorchSharp;

public static unsafe partial class torch
{
    /// <summary>A copy of a C# array of numbers, of any number of dimensions.</summary>
    public static Tensor from_array(Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        var type = ElementTypes.Of(rawArray.GetType().GetElementType()!);
        var shape = new long[rawArray.Rank];
        for (var d = 0; d < shape.Length; d++)
        {
            shape[d] = rawArray.GetLongLength(d);
        }

        var data = MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(rawArray), checked(rawArray.Length * type.ElementSize()));
        return FromBytes(data, shape, type, dtype, device, requires_grad);
    }

    /// <summary>A copy of a C# array of numbers, of any number of dimensions.</summary>
    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

    /// <summary>A copy of a C# array of numbers, of any number of dimensions.</summary>
    public static Tensor as_tensor(Array data, ScalarType? dtype = null, Device? device = null) => from_array(data, dtype, device);

    private static Tensor FromArray<T>(Array array, ScalarType? dtype, Device? device, bool requiresGrad)
        where T : unmanaged => from_array(array, dtype, device, requiresGrad);

    private static Tensor FromSpan<T>(ReadOnlySpan<T> data, ReadOnlySpan<long> shape, ScalarType? dtype, Device? device, bool requiresGrad)
        where T : unmanaged => FromBytes(MemoryMarshal.AsBytes(data), shape, ElementTypes.Of<T>(), dtype, device, requiresGrad);

    private static Tensor FromBytes(ReadOnlySpan<byte> data, ReadOnlySpan<long> shape, ScalarType type, ScalarType? wanted, Device? device, bool requiresGrad)
    {
        nint handle;
        fixed (byte* p = data)
        fixed (long* sizes = shape)
        {
            NativeMethods.Check(NativeMethods.ll_from_bytes(p, data.Length, sizes, shape.Length, (int)type, out handle));
        }

        var tensor = new Tensor(handle);
        if ((wanted is { } other && other != type) || (device is not null && device.type != DeviceType.CPU))
        {
            tensor = tensor.to(wanted ?? type, device ?? CPU, disposeAfter: true);
        }

        return Marked(tensor, requiresGrad);
    }
}
