using LotteryLab.Engine.Masks;

namespace LotteryLab.Engine.Networks.Sparsity;

/// <summary>The block of outputs and inputs that have kept weights, row-major.</summary>
internal sealed class CompactWeights : KeptWeights
{
    internal CompactWeights(LinearLayer layer, BitMask mask)
        : this(layer, mask, MaskExtent.Of(mask, layer.Outputs, layer.Inputs))
    {
    }

    private CompactWeights(LinearLayer layer, BitMask mask, MaskExtent extent)
        : this(mask, extent, Positions(layer, extent))
    {
    }

    private CompactWeights(BitMask mask, MaskExtent extent, int[] positions)
        : base(positions, [extent.Outputs.Length, extent.Inputs.Length], BitMask.From(positions.Length, i => mask[positions[i]])) => Extent = extent;

    /// <summary>Outputs and inputs of the block.</summary>
    internal MaskExtent Extent { get; }

    private static int[] Positions(LinearLayer layer, MaskExtent extent) =>
        [.. extent.Outputs.SelectMany(row => extent.Inputs.Select(column => (row * layer.Inputs) + column))];
}
