namespace LotteryLab.Engine.Specs;

/// <summary>
/// Something that a spec can name. Every component is one file, found by scanning the assembly; the form, the validator,
/// the command line, the API schema and the library page are drawn from <see cref="Descriptor"/> and <see cref="OptionsType"/>.
/// </summary>
public interface IComponent
{
    /// <summary>Name, title and explanation.</summary>
    Descriptor Descriptor { get; }

    /// <summary>
    /// Record whose public settable properties are the options of the component. Each carries an
    /// <see cref="LotteryLab.Engine.Specs.OptionAttribute"/>; a new instance holds the defaults.
    /// </summary>
    Type OptionsType { get; }
}

/// <summary>Options record of components that have nothing to choose.</summary>
public sealed record NoOptions;

/// <summary>What a person reads about a component (architecture, data set, method, control, optimizer ...) before choosing it.</summary>
/// <param name="Name">Stable identifier used in specs, keys and URLs: lower case, digits and dashes.</param>
/// <param name="Title">Name as the field writes it, for headings.</param>
/// <param name="Summary">One paragraph in plain words: what it does and when to choose it.</param>
public record Descriptor(string Name, string Title, string Summary)
{
    /// <summary>Papers and reference code that define the component; empty when it is our own.</summary>
    public IReadOnlyList<Paper> Papers { get; init; } = [];

    /// <summary>Known ways in which it fails or misleads, one sentence each.</summary>
    public IReadOnlyList<string> KnownFailures { get; init; } = [];
}

/// <summary>A source that defines a component.</summary>
/// <param name="Citation">Authors, short title, venue and year.</param>
/// <param name="Url">Where to read it; empty when only the citation is known.</param>
public sealed record Paper(string Citation, string Url = "");

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

/// <summary>A component is declared wrongly. It is thrown at start, so that a mistake in a new file never reaches a user.</summary>
/// <param name="message">Which component or option, and what is wrong with it.</param>
/// <param name="fix">What its author should change.</param>
public sealed class CatalogException(string message, string fix) : LotteryLabException("catalog.invalid", message, fix);
