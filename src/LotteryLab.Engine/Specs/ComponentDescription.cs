using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace LotteryLab.Engine.Specs;

/// <summary>A component as programs read it: the same JSON from the command line and from the API.</summary>
/// <param name="Name">Name in specs.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Summary">What it does and when to choose it.</param>
/// <param name="Papers">Where it comes from.</param>
/// <param name="KnownFailures">How it fails or misleads.</param>
/// <param name="Options">Its options.</param>
public sealed record ComponentDescription(string Name, string Title, string Summary, IReadOnlyList<Paper> Papers, IReadOnlyList<string> KnownFailures, IReadOnlyList<OptionDescription> Options)
{
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <summary>The description as JSON.</summary>
    public JsonObject ToJson() => JsonSerializer.SerializeToNode(this, Format)!.AsObject();

    /// <summary>Describes an entry of the catalog.</summary>
    public static ComponentDescription Of(CatalogEntry entry)
    {
        var descriptor = entry.Component.Descriptor;
        return new ComponentDescription(entry.Name, descriptor.Title, descriptor.Summary, descriptor.Papers, descriptor.KnownFailures, [.. entry.Options.Select(OptionDescription.Of)]);
    }
}

/// <summary>An option of a component.</summary>
/// <param name="Name">Name in JSON.</param>
/// <param name="Kind">Kind of its value.</param>
/// <param name="Help">What it does.</param>
/// <param name="Allowed">What it allows, in words.</param>
/// <param name="Default">Value when it is not given, as in a spec; null where it must be given, or where null is that value.</param>
/// <param name="IsRequired">Whether it must be given.</param>
/// <param name="IsNullable">Whether null is a value of its own.</param>
/// <param name="Min">Smallest number, or null.</param>
/// <param name="Max">Largest number, or null.</param>
/// <param name="MinExclusive">Whether the smallest number itself is refused.</param>
/// <param name="MaxExclusive">Whether the largest number itself is refused.</param>
/// <param name="Choices">Allowed words; empty when any text is allowed.</param>
/// <param name="Unit">Unit; empty for a pure number.</param>
public sealed record OptionDescription(string Name, OptionKind Kind, string Help, string Allowed, JsonNode? Default, bool IsRequired, bool IsNullable, double? Min, double? Max, bool MinExclusive, bool MaxExclusive, IReadOnlyList<string> Choices, string Unit)
{
    /// <summary>Describes an option.</summary>
    public static OptionDescription Of(OptionDeclaration option) => new(
        option.Name,
        option.Kind,
        option.Help,
        OptionLanguage.Allowed(option),
        SpecNodes.Default(option),
        option.IsRequired,
        option.IsNullable,
        double.IsFinite(option.Min) ? option.Min : null,
        double.IsFinite(option.Max) ? option.Max : null,
        option.MinExclusive,
        option.MaxExclusive,
        option.Choices,
        option.Unit);
}
