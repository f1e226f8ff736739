using System.Text.Json.Nodes;
using LotteryLab.Engine.Presets;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Web.Api;

/// <summary>Something that a spec can name.</summary>
/// <param name="Name">Name in specs.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Summary">What it does and when to choose it.</param>
/// <param name="Papers">Where it comes from.</param>
/// <param name="KnownFailures">How it fails or misleads.</param>
/// <param name="Options">Its options.</param>
internal sealed record ComponentEntry(string Name, string Title, string Summary, IReadOnlyList<Paper> Papers, IReadOnlyList<string> KnownFailures, IReadOnlyList<OptionEntry> Options)
{
    public static ComponentEntry Of(CatalogEntry entry)
    {
        var descriptor = entry.Component.Descriptor;
        return new ComponentEntry(entry.Name, descriptor.Title, descriptor.Summary, descriptor.Papers, descriptor.KnownFailures, [.. entry.Options.Select(OptionEntry.Of)]);
    }
}

/// <summary>An option of a component.</summary>
/// <param name="Name">Name in JSON.</param>
/// <param name="Kind">Kind of its value.</param>
/// <param name="Help">What it does.</param>
/// <param name="Default">Value when it is not given, as text; null when there is none.</param>
/// <param name="IsRequired">Whether it must be given.</param>
/// <param name="IsNullable">Whether null is a value of its own.</param>
/// <param name="Min">Smallest number, or null.</param>
/// <param name="Max">Largest number, or null.</param>
/// <param name="Choices">Allowed words; empty when any text is allowed.</param>
/// <param name="Unit">Unit; empty for a pure number.</param>
internal sealed record OptionEntry(string Name, OptionKind Kind, string Help, string? Default, bool IsRequired, bool IsNullable, double? Min, double? Max, IReadOnlyList<string> Choices, string Unit)
{
    public static OptionEntry Of(OptionDeclaration option) => new(
        option.Name,
        option.Kind,
        option.Help,
        Convert.ToString(option.Default, System.Globalization.CultureInfo.InvariantCulture),
        option.IsRequired,
        option.IsNullable,
        double.IsFinite(option.Min) ? option.Min : null,
        double.IsFinite(option.Max) ? option.Max : null,
        option.Choices,
        option.Unit);
}

/// <summary>A spec that ships with the program.</summary>
/// <param name="Id">Id.</param>
/// <param name="Title">Heading.</param>
/// <param name="Summary">What one learns from it.</param>
/// <param name="Source">Where its settings come from.</param>
/// <param name="Deviations">What differs from there.</param>
/// <param name="ExpectedMinutesOnTwoCores">Rough time, or null.</param>
/// <param name="Spec">The spec.</param>
internal sealed record PresetEntry(string Id, string Title, string Summary, string Source, IReadOnlyList<string> Deviations, double? ExpectedMinutesOnTwoCores, JsonObject Spec)
{
    public static PresetEntry Of(Preset preset) => new(preset.Id, preset.Title, preset.Summary, preset.Provenance.Source, preset.Provenance.Deviations, preset.ExpectedMinutesOnTwoCores, SpecWriter.ToNode(preset.Spec));
}
