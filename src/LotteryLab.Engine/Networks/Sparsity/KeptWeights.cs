using System.Runtime.InteropServices;
using LotteryLab.Engine.Masks;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Networks.Sparsity;

/// <summary>
/// The weights of a fully connected layer that a step computes with, in a tensor of their own. That tensor is what is trained; the dense one
/// follows when somebody looks.
/// </summary>
internal abstract class KeptWeights : IDisposable
{
    // Place in the dense weight, row-major, of each value.
    private readonly int[] positions;

    protected KeptWeights(int[] positions, long[] shape, BitMask? mask)
    {
        this.positions = positions;
        Mask = mask;
        using var noGradient = torch.no_grad();
        Values = torch.zeros(shape).DetachFromDisposeScope();
    }

    /// <summary>The values that are trained.</summary>
    internal Tensor Values { get; }

    /// <summary>Which of the values are kept; null when all are.</summary>
    internal BitMask? Mask { get; }

    /// <summary>Takes the values from the dense weight.</summary>
    internal void ReadFrom(Tensor dense)
    {
        var from = Floats(dense);
        var to = Floats(Values);
        for (var i = 0; i < positions.Length; i++)
        {
            to[i] = from[positions[i]];
        }
    }

    /// <summary>Puts the values into the dense weight, whose other places are zero already.</summary>
    internal void WriteTo(Tensor dense)
    {
        var from = Floats(Values);
        var to = Floats(dense);
        for (var i = 0; i < positions.Length; i++)
        {
            to[positions[i]] = from[i];
        }
    }

    public void Dispose() => Values.Dispose();

    private static Span<float> Floats(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);
}
