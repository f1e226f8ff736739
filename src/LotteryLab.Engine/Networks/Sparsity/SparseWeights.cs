using LotteryLab.Engine.Masks;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Networks.Sparsity;

/// <summary>Kept weights one by one.</summary>
internal sealed class SparseWeights : KeptWeights
{
    private readonly LinearLayer layer;
    private readonly Tensor places;

    internal SparseWeights(LinearLayer layer, BitMask mask)
        : this(layer, KeptPositions(mask))
    {
    }

    private SparseWeights(LinearLayer layer, int[] positions)
        : base(positions, [positions.Length], mask: null)
    {
        this.layer = layer;
        places = torch.tensor(Array.ConvertAll(positions, position => (long)position)).DetachFromDisposeScope();
    }

    internal override Tensor Run(Tensor input, Tensor values, Tensor? bias, bool isRectified, Tensor? chosen = null)
    {
        using var scope = torch.NewDisposeScope();
        var images = chosen is null ? input : input.index_select(0, chosen);
        var dense = torch.zeros([(long)layer.Outputs * layer.Inputs]).index_copy(0, places, values).reshape(layer.Outputs, layer.Inputs);
        return FullyConnected.Run(images, dense, bias, isRectified).MoveToOuterDisposeScope();
    }

    public override void Dispose()
    {
        base.Dispose();
        places.Dispose();
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
