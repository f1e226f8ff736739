using LotteryLab.Engine.Masks;

namespace LotteryLab.Engine.Pruning;

/// <summary>What a pruning step did.</summary>
/// <param name="Masks">New masks of all tensors of the request, in its order; subsets of the old ones.</param>
/// <param name="Tensors">Account of each tensor.</param>
/// <param name="NominalQuota">Weights that were asked to go, over all tensors; for a target density, what is missing to it.</param>
/// <param name="Threshold">Common threshold; null when there is none (layer-wise rules, or nothing to prune).</param>
/// <param name="Warnings">What a person should know about the result.</param>
public sealed record PruningOutcome(MaskSet Masks, IReadOnlyList<TensorPruning> Tensors, long NominalQuota, double? Threshold, IReadOnlyList<PruningWarning> Warnings)
{
    /// <summary>Kept weights before.</summary>
    public long RemainingBefore => Tensors.Sum(tensor => tensor.RemainingBefore);

    /// <summary>Kept weights after.</summary>
    public long Kept => Tensors.Sum(tensor => tensor.Kept);

    /// <summary>Weights that went; reference rules remove more than their quota.</summary>
    public long Removed => RemainingBefore - Kept;
}

/// <summary>Account of one tensor.</summary>
/// <param name="Name">Parameter name.</param>
/// <param name="Total">Number of weights.</param>
/// <param name="RemainingBefore">Kept before.</param>
/// <param name="NominalQuota">Asked to go; null when the quota is counted over the network.</param>
/// <param name="Threshold">Threshold of this tensor; null when it was not pruned.</param>
/// <param name="Kept">Kept after.</param>
public sealed record TensorPruning(string Name, long Total, long RemainingBefore, long? NominalQuota, double? Threshold, long Kept)
{
    /// <summary>Weights that went.</summary>
    public long Removed => RemainingBefore - Kept;
}

/// <summary>Something unusual about a pruning step.</summary>
/// <param name="Code">Stable identifier: <c>tensor-emptied</c>, <c>tensor-empty</c>, <c>ties</c>.</param>
/// <param name="Message">One or two sentences for a person.</param>
public sealed record PruningWarning(string Code, string Message);
