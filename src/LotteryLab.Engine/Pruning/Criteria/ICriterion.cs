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
