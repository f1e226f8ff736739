using LotteryLab.Torch.Native;
using static TorchSharp.torch;

namespace LotteryLab.Torch;

/// <summary>
/// Layers that networks use one after another, in one pass over the activations: differentiable any number of times. Fast on the CPU for float32 and
/// bfloat16 whose channels lie closest together; anything else goes through LibTorch's own operations with the same meaning. The kernels run on
/// one thread, and every sum has one order.
/// </summary>
public static class FusedLayers
{
    /// <summary>Batch norm with the statistics of the batch, then a sum, then a ReLU. The running statistics are updated in place.</summary>
    /// <param name="input">[images, channels, height, width] or [rows, features].</param>
    /// <param name="added">What is added to the normalised values, in their shape; null for nothing.</param>
    /// <param name="scale">[channels], float32; null for 1.</param>
    /// <param name="shift">[channels], float32; null for 0.</param>
    /// <param name="runningMean">[channels], float32.</param>
    /// <param name="runningVariance">[channels], float32; takes the unbiased variance.</param>
    /// <param name="momentum">Share of this batch in the running statistics.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="isRectified">Whether negative results become zero.</param>
    public static Tensor NormalizedActivation(Tensor input, Tensor? added, Tensor? scale, Tensor? shift, Tensor runningMean, Tensor runningVariance, double momentum, double epsilon, bool isRectified)
    {
        NativeMethods.Check(NativeMethods.ll_normalized_activation(
            input.Handle,
            added?.Handle ?? 0,
            scale?.Handle ?? 0,
            shift?.Handle ?? 0,
            runningMean.Handle,
            runningVariance.Handle,
            momentum,
            epsilon,
            isRectified ? 1 : 0,
            out var result));
        GC.KeepAlive(input);
        GC.KeepAlive(added);
        GC.KeepAlive(scale);
        GC.KeepAlive(shift);
        GC.KeepAlive(runningMean);
        GC.KeepAlive(runningVariance);
        return Own(result);
    }

    /// <summary>Maximum over square windows side by side; rows and columns that fill no window are left out.</summary>
    /// <param name="input">[images, channels, height, width].</param>
    /// <param name="size">Side of a window in pixels.</param>
    /// <param name="isRectified">Whether negative results become zero: a ReLU before it.</param>
    /// <param name="isFlattened">Whether the result is laid out row by row, for a layer that flattens it, and not like the input. Only the kernels look at it.</param>
    public static Tensor LargestOfWindows(Tensor input, long size, bool isRectified, bool isFlattened)
    {
        NativeMethods.Check(NativeMethods.ll_largest_of_windows(input.Handle, size, isRectified ? 1 : 0, isFlattened ? 1 : 0, out var result));
        GC.KeepAlive(input);
        return Own(result);
    }
}
