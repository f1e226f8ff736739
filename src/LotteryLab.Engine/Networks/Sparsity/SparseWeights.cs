#if NATIVE_TORCH
using LotteryLab.Engine.Masks;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Networks.Sparsity;

/// <summary>Kept weights one by one, through the kernels of <c>LotteryLab.Torch</c>.</summary>
internal sealed class SparseWeights : KeptWeights
{
    private readonly Torch.SparsePattern pattern;

    internal SparseWeights(LinearLayer layer, BitMask mask)
        : this(layer, KeptPositions(mask))
    {
    }

    private SparseWeights(LinearLayer layer, int[] positions)
        : base(positions, [positions.Length], mask: null)
    {
        var starts = new int[layer.Outputs + 1];
        foreach (var position in positions)
        {
            starts[(position / layer.Inputs) + 1]++;
        }

        for (var row = 0; row < layer.Outputs; row++)
        {
            starts[row + 1] += starts[row];
        }

        pattern = new Torch.SparsePattern(layer.Inputs, starts, Array.ConvertAll(positions, position => position % layer.Inputs));
    }

    internal override Tensor Run(Tensor input, Tensor values, Tensor? bias, bool isRectified, Tensor? chosen = null) =>
        Torch.NativeExtensions.SparseLinear(input, values, bias, pattern, isRectified, chosen);

    public override void Dispose()
    {
        base.Dispose();
        pattern.Dispose();
    }

    private static int[] KeptPositions(BitMask mask)
    {
        var positions = new int[mask.Kept];
        var next = 0;
        for (var i = 0; i < mask.Count; i++)
        {
            if (mask[i])
            {
                positions[next++] = i;
            }
        }

        return positions;
    }
}
#endif
