namespace LotteryLab.Engine.Specs;

/// <summary>A component chosen by name with its options, for example the method "imp" with its rate.</summary>
/// <param name="Name">Name of the component in its catalog.</param>
/// <param name="Options">Instance of the component's options record; never null, defaults filled in.</param>
public sealed record ComponentSpec(string Name, object Options)
{
    /// <summary>The options as the record that the component declares.</summary>
    /// <exception cref="InvalidOperationException">The options belong to another component.</exception>
    public T OptionsAs<T>() => Options is T typed
        ? typed
        : throw new InvalidOperationException($"Component '{Name}' carries options of type {Options.GetType().Name}, not {typeof(T).Name}.");
}

/// <summary>Options of a component that holds others of its kind, for example a shelf of methods.</summary>
public interface IComponentGroup
{
    /// <summary>The components that it holds, each with its options.</summary>
    IReadOnlyList<ComponentSpec> Members { get; }
}
