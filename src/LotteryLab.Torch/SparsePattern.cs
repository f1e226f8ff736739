using System.Runtime.InteropServices;
using LotteryLab.Torch.Native;

namespace LotteryLab.Torch;

/// <summary>Which weights of a fully connected layer are kept, laid out for <see cref="NativeExtensions.SparseLinear"/>. Graphs that used it keep what they need of it alive.</summary>
public sealed class SparsePattern : SafeHandle
{
    /// <summary>Lays a pattern out.</summary>
    /// <param name="inputs">Inputs of the layer.</param>
    /// <param name="rowStarts">Outputs + 1 positions in <paramref name="inputOf"/>: where the kept weights of each output begin; the last one is their number.</param>
    /// <param name="inputOf">Input that each kept weight reads, output by output, ascending within one.</param>
    /// <exception cref="TorchException">The positions do not ascend, or name an input that the layer does not have.</exception>
    public unsafe SparsePattern(int inputs, ReadOnlySpan<int> rowStarts, ReadOnlySpan<int> inputOf)
        : base(0, ownsHandle: true)
    {
        if (rowStarts.IsEmpty || rowStarts[0] != 0 || rowStarts[^1] != inputOf.Length)
        {
            throw new ArgumentException($"Row starts run from 0 to the number of kept weights, {inputOf.Length}.", nameof(rowStarts));
        }

        Inputs = inputs;
        Outputs = rowStarts.Length - 1;
        Kept = inputOf.Length;
        fixed (int* starts = rowStarts, inputsOf = inputOf)
        {
            NativeMethods.Check(NativeMethods.ll_sparse_pattern(Outputs, inputs, starts, inputsOf, out var pattern));
            SetHandle(pattern);
        }
    }

    /// <summary>Inputs of the layer.</summary>
    public int Inputs { get; }

    /// <summary>Outputs of the layer.</summary>
    public int Outputs { get; }

    /// <summary>Kept weights.</summary>
    public int Kept { get; }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeMethods.ll_sparse_pattern_release(handle);
        return true;
    }
}
