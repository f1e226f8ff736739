using LotteryLab.Engine.Masks;

namespace LotteryLab.Engine.Networks.Sparsity;

/// <summary>Kept weights one by one.</summary>
internal sealed class SparseWeights : KeptWeights
{
    internal SparseWeights(LinearLayer layer, BitMask mask)
        : this(new SparsePattern(mask, layer.Outputs, layer.Inputs))
    {
    }

    private SparseWeights(SparsePattern pattern)
        : base(pattern.Positions, [pattern.Positions.Length], mask: null) => Pattern = pattern;

    /// <summary>Where they lie.</summary>
    internal SparsePattern Pattern { get; }
}
