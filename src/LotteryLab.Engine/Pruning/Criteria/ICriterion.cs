using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Pruning.Scores;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Pruning.Criteria;

/// <summary>A way to say how much a weight matters (card 02, B). Larger scores are kept.</summary>
public interface ICriterion : IComponent
{
    /// <summary>Whether it looks at training images.</summary>
    bool NeedsData { get; }

    /// <summary>Scores of all prunable weights, masked ones included. The state of the input is not changed.</summary>
    /// <exception cref="LotteryLabException">The network overflows (<c>score.overflow</c>).</exception>
    CriterionResult Score(CriterionInput input, object options);
}

/// <summary>Base of criteria with a typed options record.</summary>
public abstract class Criterion<TOptions> : ICriterion
    where TOptions : class, new()
{
    /// <inheritdoc/>
    public abstract Descriptor Descriptor { get; }

    /// <inheritdoc/>
    public Type OptionsType => typeof(TOptions);

    /// <inheritdoc/>
    public virtual bool NeedsData => false;

    /// <inheritdoc/>
    public CriterionResult Score(CriterionInput input, object options) => Score(input, (TOptions)options);

    /// <summary>Scores from typed options.</summary>
    protected abstract CriterionResult Score(CriterionInput input, TOptions options);
}

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

/// <summary>What a criterion says about the weights.</summary>
/// <param name="Scores">One number a weight.</param>
public sealed record CriterionResult(ScoreSet Scores)
{
    /// <summary>R, when every layer's scores add up to it and it is not negative (SynFlow); otherwise null.</summary>
    public double? Flow { get; init; }

    /// <summary>First layer that lets nothing through, when there is one.</summary>
    public string? DeadLayer { get; init; }
}
