namespace LotteryLab.Engine.Specs;

/// <summary>A component as the catalog holds it.</summary>
/// <param name="Contract">What it is: the interface that derives from <see cref="IComponent"/>, for example IArchitecture.</param>
/// <param name="Component">The one instance.</param>
/// <param name="Options">Its options: its own in the order of the source, then those that it inherits.</param>
public sealed record CatalogEntry(Type Contract, IComponent Component, IReadOnlyList<OptionDeclaration> Options)
{
    /// <summary>Name in specs.</summary>
    public string Name => Component.Descriptor.Name;

    /// <summary>The component with all its options at their defaults.</summary>
    public ComponentSpec WithDefaults() => new(Name, OptionReflection.NewInstance(Component.OptionsType));
}
