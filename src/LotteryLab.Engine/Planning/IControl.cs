using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Planning;

/// <summary>A run that a ticket is compared with: another child of the same steps.</summary>
public interface IControl : IComponent
{
    /// <summary>Name, title and explanation, what it answers and how it is drawn.</summary>
    new ControlDescriptor Descriptor { get; }

    Descriptor IComponent.Descriptor => Descriptor;

    /// <summary>Adds the steps that compare with one ticket round and registers them under the control's name.</summary>
    void Unfold(ReplicatePlan plan, PlannedRound ticket, object options);
}

/// <summary>Base of controls with a typed options record.</summary>
public abstract class Control<TOptions> : IControl
    where TOptions : class, new()
{
    /// <inheritdoc/>
    public abstract ControlDescriptor Descriptor { get; }

    /// <inheritdoc/>
    public Type OptionsType => typeof(TOptions);

    /// <inheritdoc/>
    public void Unfold(ReplicatePlan plan, PlannedRound ticket, object options) => Unfold(plan, ticket, (TOptions)options);

    /// <summary>Adds the steps from typed options.</summary>
    protected abstract void Unfold(ReplicatePlan plan, PlannedRound ticket, TOptions options);
}
