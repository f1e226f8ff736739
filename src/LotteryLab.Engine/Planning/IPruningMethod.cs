using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Planning;

/// <summary>A way to find tickets: it declares itself and unfolds one replicate of an experiment into steps.</summary>
public interface IPruningMethod : IComponent
{
    /// <summary>Adds the steps of one replicate and registers its rounds.</summary>
    void Unfold(ReplicatePlan plan, object options);
}

/// <summary>Base of methods with a typed options record.</summary>
public abstract class PruningMethod<TOptions> : IPruningMethod
    where TOptions : class, new()
{
    /// <inheritdoc/>
    public abstract Descriptor Descriptor { get; }

    /// <inheritdoc/>
    public Type OptionsType => typeof(TOptions);

    /// <inheritdoc/>
    public void Unfold(ReplicatePlan plan, object options) => Unfold(plan, (TOptions)options);

    /// <summary>Adds the steps of one replicate from typed options.</summary>
    protected abstract void Unfold(ReplicatePlan plan, TOptions options);
}
