using System.Reflection;

namespace LotteryLab.Engine.Specs;

/// <summary>
/// One option as people see it, read from the property that declares it. Forms, validation, command-line help, the JSON schema and the
/// library pages are drawn from these, so an option is written down exactly once.
/// </summary>
public sealed record OptionDeclaration
{
    /// <summary>Name in JSON: the property name in camel case.</summary>
    public required string Name { get; init; }

    /// <summary>What kind of value it is.</summary>
    public required OptionKind Kind { get; init; }

    /// <summary>One sentence: what it does, and what a larger value means.</summary>
    public required string Help { get; init; }

    /// <summary>The property of the options record.</summary>
    public required PropertyInfo Property { get; init; }

    /// <summary>Value that is used when the option is not given; null when it is required, or when "not set" is the default.</summary>
    public object? Default { get; init; }

    /// <summary>Whether "not set" (JSON null) is a value of its own.</summary>
    public bool IsNullable { get; init; }

    /// <summary>Whether it must be given because there is no default.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Smallest allowed number (or element), or negative infinity.</summary>
    public double Min { get; init; } = double.NegativeInfinity;

    /// <summary>Largest allowed number (or element), or infinity.</summary>
    public double Max { get; init; } = double.PositiveInfinity;

    /// <summary>Whether <see cref="Min"/> itself is refused.</summary>
    public bool MinExclusive { get; init; }

    /// <summary>Whether <see cref="Max"/> itself is refused.</summary>
    public bool MaxExclusive { get; init; }

    /// <summary>Allowed words; empty when any text is allowed.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Unit for display; empty for a pure number.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Fewest characters of a text, or elements of a list or map.</summary>
    public int MinLength { get; init; }

    /// <summary>Most characters of a text, or elements of a list or map.</summary>
    public int MaxLength { get; init; } = int.MaxValue;

    /// <summary>Contract of the component, when the option is one.</summary>
    public Type? Contract { get; init; }

    /// <summary>Component that stands in when none is given; empty when there is none.</summary>
    public string DefaultComponent { get; init; } = "";

    /// <summary>Options of the group, when <see cref="Kind"/> is <see cref="OptionKind.Record"/>.</summary>
    public IReadOnlyList<OptionDeclaration> Members { get; init; } = [];

    /// <summary>Whether it is for people only and no part of what an experiment is.</summary>
    public bool IsAnnotation { get; init; }

    /// <summary>Options of a record type: its own in the order of the source, then those that it inherits.</summary>
    /// <exception cref="CatalogException">A property has no declaration, no help, an unsupported type, or cannot be set.</exception>
    public static IReadOnlyList<OptionDeclaration> Of(Type record) => OptionReflection.Declarations(record);

    /// <summary>Value that an options record holds.</summary>
    public object? ValueIn(object record) => Property.GetValue(record);
}
