using System.Text.Json.Nodes;
using LotteryLab.Engine.Presets;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Web.Api;

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
