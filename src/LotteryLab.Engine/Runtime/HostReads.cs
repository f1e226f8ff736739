using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Runtime;

/// <summary>
/// Where training reads numbers out of tensors. On an accelerator each read waits until everything that was queued before it is done, so none
/// may happen at every step; a test counts them.
/// </summary>
internal static class HostReads
{
    [ThreadStatic]
    private static long count;

    /// <summary>Reads of this thread so far.</summary>
    internal static long Count => count;

    /// <summary>The only number of a tensor.</summary>
    internal static T ReadNumber<T>(this Tensor tensor)
        where T : unmanaged
    {
        count++;
        return tensor.item<T>();
    }

    /// <summary>All numbers of a tensor in row-major order; <typeparamref name="T"/> must be the tensor's own type.</summary>
    internal static T[] ReadNumbers<T>(this Tensor tensor)
        where T : unmanaged
    {
        count++;
        using var scope = NewDisposeScope();
        return tensor.detach().cpu().contiguous().data<T>().ToArray();
    }

    /// <summary>The memory of a contiguous float32 tensor of the CPU.</summary>
    internal static Span<float> Memory(Tensor tensor)
    {
        count++;
        return MemoryMarshal.Cast<byte, float>(tensor.bytes);
    }
}
