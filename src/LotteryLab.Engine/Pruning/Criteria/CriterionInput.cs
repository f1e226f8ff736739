using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Pruning.Scores;

namespace LotteryLab.Engine.Pruning.Criteria;

/// <summary>What a criterion is given.</summary>
public sealed class CriterionInput
{
    /// <summary>The network as a function.</summary>
    public required Network Network { get; init; }

    /// <summary>Stored weights, not multiplied by the masks. Criteria work on copies.</summary>
    public required NetworkState State { get; init; }

    /// <summary>Current masks of all prunable tensors, in forward order.</summary>
    public required MaskSet Masks { get; init; }

    /// <summary>Training images; null when the criterion needs none.</summary>
    public ScoreData? Data { get; init; }

    /// <summary>Training mode: batch norm uses the statistics of the batch. The running statistics of <see cref="State"/> never move.</summary>
    public bool IsTraining { get; init; }

    /// <summary>0-based iteration.</summary>
    public int Iteration { get; init; }

    /// <summary>Seed of random scores.</summary>
    public long Seed { get; init; }

    /// <summary>Checked at every batch.</summary>
    public CancellationToken Cancellation { get; init; }
}
