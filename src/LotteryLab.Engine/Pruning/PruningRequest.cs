using LotteryLab.Engine.Masks;

namespace LotteryLab.Engine.Pruning;

/// <summary>Rule that turns magnitudes and a quota into a mask (card 01, B).</summary>
public enum PruningRule
{
    /// <summary>
    /// Each tensor by its own rate: n = round-half-to-even(rate x left); everything at or below the n-th (0-based) smallest kept magnitude
    /// goes, which is n + 1 weights when magnitudes differ, and all ties.
    /// </summary>
    Layerwise,

    /// <summary>
    /// One threshold for all tensors: n = ceil(rate x left), where left counts ignored tensors too; everything at or below the n-th
    /// (0-based) smallest magnitude of the others goes (open_lth).
    /// </summary>
    SparseGlobal,

    /// <summary>
    /// Down to a share of all weights: the percentile of all magnitudes, masked ones counted as 0, with linear interpolation; only what
    /// lies strictly below it goes, so ties survive (Renda et al.).
    /// </summary>
    ToGlobalDensity,

    /// <summary>Exactly n weights go, with the n of <see cref="PruningRequest.Scope"/>; ties by tensor order, then by flat index, lowest first.</summary>
    ExactK,
}

/// <summary>Where an <see cref="PruningRule.ExactK"/> quota is counted.</summary>
public enum PruningScope
{
    /// <summary>One quota for the network: ceil(rate x left), or what leads to the target density.</summary>
    Global,

    /// <summary>A quota for each tensor: round-half-to-even(rate x left).</summary>
    Layer,
}

/// <summary>A tensor that takes part in pruning.</summary>
/// <param name="Name">Parameter name.</param>
/// <param name="Values">Weights in row-major order; their magnitude is the score. Scores of other criteria work as well, if they are not negative.</param>
/// <param name="Mask">Weights that are still there; the others never come back.</param>
public sealed record PruningTensor(string Name, ReadOnlyMemory<float> Values, BitMask Mask)
{
    /// <summary>Share of the kept weights to remove, for rules with a rate of each tensor; null takes that of the request. 0 leaves the tensor whole.</summary>
    public double? Rate { get; init; }

    /// <summary>Stays as it is, though it counts in the network's density.</summary>
    public bool IsIgnored { get; init; }
}

/// <summary>One pruning step.</summary>
/// <param name="Rule">How many go, and what happens to ties.</param>
/// <param name="Tensors">All tensors with a mask, in forward order, ignored ones included.</param>
public sealed record PruningRequest(PruningRule Rule, IReadOnlyList<PruningTensor> Tensors)
{
    /// <summary>Share of the kept weights to remove, in [0, 1].</summary>
    public double Rate { get; init; }

    /// <summary>Share of all weights to keep, in [0, 1]: required by <see cref="PruningRule.ToGlobalDensity"/>; with <see cref="PruningRule.ExactK"/> it replaces the rate.</summary>
    public double? TargetDensity { get; init; }

    /// <summary>Where <see cref="PruningRule.ExactK"/> counts.</summary>
    public PruningScope Scope { get; init; } = PruningScope.Global;
}
