namespace LotteryLab.Engine.Specs;

/// <summary>What a person reads about a component (architecture, data set, method, control, optimizer ...) before choosing it.</summary>
/// <param name="Name">Stable identifier used in specs, keys and URLs: lower case, digits and dashes.</param>
/// <param name="Title">Name as the field writes it, for headings.</param>
/// <param name="Summary">One paragraph in plain words: what it does and when to choose it.</param>
public sealed record Descriptor(string Name, string Title, string Summary)
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
