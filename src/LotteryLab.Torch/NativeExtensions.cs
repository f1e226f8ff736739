using LotteryLab.Torch.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Torch;

/// <summary>What LibTorch offers and TorchSharp does not: memory formats and automatic mixed precision; and sparse layers of our own.</summary>
public static class NativeExtensions
{
    private const long Contiguous = 0;
    private const long ChannelsLast = 2;

    /// <summary>A [N,C,H,W] tensor with the same values and channels closest together in memory: faster convolutions on the CPU.</summary>
    public static Tensor ToChannelsLast(this Tensor tensor) => Ops.contiguous.Run(tensor, ChannelsLast);

    /// <summary>A tensor with the same values in row-major order.</summary>
    public static Tensor ToContiguousFormat(this Tensor tensor) => Ops.contiguous.Run(tensor, Contiguous);

    /// <summary>Whether a [N,C,H,W] tensor has its channels closest together in memory.</summary>
    public static bool IsChannelsLast(this Tensor tensor)
    {
        NativeMethods.Check(NativeMethods.ll_is_contiguous(tensor.Handle, (int)ChannelsLast, out var yes));
        return yes != 0;
    }

    /// <summary>Until the result is disposed of, operations of this thread that gain from it run in <paramref name="type"/>.</summary>
    /// <param name="device">CPU or CUDA.</param>
    /// <param name="type">Low-precision type: bfloat16 on the CPU; bfloat16 or float16 on CUDA.</param>
    /// <param name="enabled">False switches it off inside an outer region.</param>
    public static IDisposable Autocast(DeviceType device, ScalarType type, bool enabled = true) => new AutocastRegion(device, type, enabled);

    /// <summary>Rows of <paramref name="weight"/> [V,D] named by <paramref name="indices"/> (int64, any shape): [..., D].</summary>
    public static Tensor Embedding(Tensor indices, Tensor weight) => Ops.embedding.Run(weight, indices);

    /// <summary>
    /// A fully connected layer and the ReLU behind it as one operation, by the library that <see cref="MatrixProducts"/> names; differentiable any number
    /// of times. What the fused kernels do not take (other types or devices, more than two dimensions, autocast) goes through LibTorch's own operations.
    /// </summary>
    /// <param name="input">[images, inputs].</param>
    /// <param name="weight">[outputs, inputs].</param>
    /// <param name="bias">[outputs], or null.</param>
    /// <param name="isRectified">Whether negative outputs become zero: a ReLU in the same pass.</param>
    /// <returns>[images, outputs]. With a ReLU the images of one output may lie side by side in memory.</returns>
    public static Tensor Linear(Tensor input, Tensor weight, Tensor? bias, bool isRectified = false)
    {
        NativeMethods.Check(NativeMethods.ll_linear(input.Handle, weight.Handle, bias?.Handle ?? 0, isRectified ? 1 : 0, out var result));
        GC.KeepAlive(input);
        GC.KeepAlive(weight);
        GC.KeepAlive(bias);
        return Own(result);
    }

    /// <summary>
    /// The mean cross-entropy of scores [N,C] and classes [N] (int64), differentiable any number of times. Without smoothing, float32 on the CPU, its
    /// gradient comes out of the same pass; everything else goes through LibTorch's own operation.
    /// </summary>
    public static Tensor CrossEntropy(Tensor scores, Tensor classes, double labelSmoothing = 0)
    {
        NativeMethods.Check(NativeMethods.ll_cross_entropy(scores.Handle, classes.Handle, labelSmoothing, out var result));
        GC.KeepAlive(scores);
        GC.KeepAlive(classes);
        return Own(result);
    }

    /// <summary>Adds the cross-entropies of scores [N,C] and classes [N] (int64), each a float32, and the number of answers whose largest score is the right one.</summary>
    /// <returns>False, and nothing is added, when they are not float32 on the CPU or a class is not there.</returns>
    public static bool TryTally(Tensor scores, Tensor classes, ref double loss, ref long right)
    {
        NativeMethods.Check(NativeMethods.ll_tally(scores.Handle, classes.Handle, ref loss, ref right, out var done));
        GC.KeepAlive(scores);
        GC.KeepAlive(classes);
        return done != 0;
    }

    /// <summary>Floats that the kernels of <see cref="SparseLinear"/> take at a time on this processor: 4, 8 or 16.</summary>
    public static int SparseLanes => NativeMethods.ll_sparse_lanes();

    /// <summary>
    /// A fully connected layer that computes with its kept weights only, differentiable once: gradients of the kept values, the bias and, where the
    /// input needs one, the input. Runs on one thread; sums are taken in an order that depends on the pattern and the batch alone.
    /// </summary>
    /// <param name="input">[images, inputs], float32 on the CPU, with any strides.</param>
    /// <param name="values">Kept weights [<see cref="SparsePattern.Kept"/>], output by output.</param>
    /// <param name="bias">[outputs], or null.</param>
    /// <param name="pattern">Where the kept weights are.</param>
    /// <param name="isRectified">Whether negative outputs become zero: a ReLU in the same pass.</param>
    /// <param name="chosen">Positions (int64) of the images that make up the batch, when the input holds more and needs no gradient; null for all of them.</param>
    /// <returns>[images, outputs], with the images of one output side by side in memory.</returns>
    public static Tensor SparseLinear(Tensor input, Tensor values, Tensor? bias, SparsePattern pattern, bool isRectified = false, Tensor? chosen = null)
    {
        NativeMethods.Check(NativeMethods.ll_sparse_linear(input.Handle, chosen?.Handle ?? 0, values.Handle, bias?.Handle ?? 0, pattern, isRectified ? 1 : 0, out var result));
        GC.KeepAlive(input);
        GC.KeepAlive(chosen);
        GC.KeepAlive(values);
        GC.KeepAlive(bias);
        return Own(result);
    }

    private sealed class AutocastRegion : IDisposable
    {
        private readonly int _device;
        private readonly int _enabledBefore;
        private readonly int _typeBefore;

        internal AutocastRegion(DeviceType device, ScalarType type, bool enabled)
        {
            _device = DeviceCodes.ToNative(device);
            NativeMethods.Check(NativeMethods.ll_autocast(_device, out _enabledBefore, out _typeBefore));
            NativeMethods.Check(NativeMethods.ll_set_autocast(_device, enabled ? 1 : 0, (int)type, 1));
        }

        public void Dispose() => NativeMethods.Check(NativeMethods.ll_set_autocast(_device, _enabledBefore, _typeBefore, -1));
    }
}
