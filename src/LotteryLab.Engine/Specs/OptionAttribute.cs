namespace LotteryLab.Engine.Specs;

/// <summary>
/// Declares a property of an options record as something that a person sets. The JSON name is the camel-case property name and the
/// default is the value that a new instance of the record holds. A <c>required</c> property has no default and must be given.
/// </summary>
/// <param name="help">One sentence: what it does, and what a larger value means.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OptionAttribute(string help) : Attribute
{
    /// <summary>One sentence for tooltips, command-line help and the schema.</summary>
    public string Help { get; } = help;

    /// <summary>Smallest allowed number; for lists and maps it holds for each element. For a training length only 0 means something.</summary>
    public double Min { get; set; } = double.NegativeInfinity;

    /// <summary>Largest allowed number; for lists and maps it holds for each element.</summary>
    public double Max { get; set; } = double.PositiveInfinity;

    /// <summary>When set, <see cref="Min"/> itself is not allowed; on a training length it refuses the empty length.</summary>
    public bool MinExclusive { get; set; }

    /// <summary>When set, <see cref="Max"/> itself is not allowed.</summary>
    public bool MaxExclusive { get; set; }

    /// <summary>Allowed words of a text option or of each element of a text list; empty when any text is allowed.</summary>
    public string[] Choices { get; set; } = [];

    /// <summary>Unit for display, for example "iterations"; empty when the number is a pure one.</summary>
    public string Unit { get; set; } = "";

    /// <summary>Fewest characters of a text, or elements of a list or map.</summary>
    public int MinLength { get; set; }

    /// <summary>Most characters of a text, or elements of a list or map. Specs come from strangers, so nothing is unlimited.</summary>
    public int MaxLength { get; set; } = 1000;

    /// <summary>For an option that is itself a component (or a list of them): which kind of component, by the word of its contract (<see cref="ComponentCatalog.WordFor"/>), for example <c>architecture</c>. A word, because the contracts are declared in rooms above this one.</summary>
    public string? Component { get; set; }

    /// <summary>For a component that may be left out although its property is <c>required</c>: the one that is then used.</summary>
    public string DefaultComponent { get; set; } = "";

    /// <summary>When set, the option is for people only (a name, a note) and no part of what an experiment is.</summary>
    public bool Annotation { get; set; }
}
