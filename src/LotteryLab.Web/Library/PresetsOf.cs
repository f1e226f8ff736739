using System.Text.Json.Nodes;
using LotteryLab.Engine.Presets;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Web.Library;

/// <summary>Finds presets that show a component.</summary>
internal static class PresetsOf
{
    private static readonly Lazy<IReadOnlyList<(Preset Preset, JsonNode? Method)>> All = new(() => [.. PresetCatalog.Default.All.Select(preset => (preset, SpecWriter.ToNode(preset.Spec)["method"]))]);

    /// <summary>The quickest preset of a method of its own, else the quickest that runs it beside others; null where there is none.</summary>
    public static Preset? Method(string name) =>
        All.Value.FirstOrDefault(entry => (string?)entry.Method?["name"] == name).Preset
        ?? All.Value.FirstOrDefault(entry => Names(entry.Method).Contains(name, StringComparer.Ordinal)).Preset;

    private static IEnumerable<string> Names(JsonNode? node) => node switch
    {
        JsonObject group => group.SelectMany(member => member is { Key: "name", Value: JsonValue value } && value.TryGetValue<string>(out var name) ? [name] : Names(member.Value)),
        JsonArray list => list.SelectMany(Names),
        _ => [],
    };
}
