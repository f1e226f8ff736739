using System.Text.Json;
using System.Text.Json.Nodes;

namespace LotteryLab.Web.Reading;

/// <summary>What several specs say differently, and how much they have in common.</summary>
/// <param name="Rows">Places where at least one differs, in the order of the first spec.</param>
/// <param name="Identical">Number of places where all agree.</param>
internal sealed record SpecDifference(IReadOnlyList<DifferingPlace> Rows, int Identical)
{
    /// <summary>Names, notes and tags are for people: they are no part of what an experiment is.</summary>
    public static IReadOnlyList<string> Annotations { get; } = ["name", "notes", "tags", "version"];

    /// <summary>Compares specs given as JSON texts.</summary>
    public static SpecDifference Of(IReadOnlyList<string> specs)
    {
        var flat = specs.Select(Flatten).ToList();
        var places = flat.SelectMany(spec => spec.Keys).Distinct(StringComparer.Ordinal).ToList();
        var rows = places.Select(place => new DifferingPlace(place, [.. flat.Select(spec => spec.GetValueOrDefault(place, "not set"))])).ToList();
        return new SpecDifference([.. rows.Where(row => row.Values.Distinct(StringComparer.Ordinal).Skip(1).Any())], rows.Count(row => row.Values.Distinct(StringComparer.Ordinal).Count() == 1));
    }

    private static Dictionary<string, string> Flatten(string text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            if (JsonNode.Parse(text) is JsonObject root)
            {
                foreach (var (name, value) in root.Where(member => !Annotations.Contains(member.Key)))
                {
                    Add(values, name, value);
                }
            }
        }
        catch (JsonException)
        {
            // A damaged spec has nothing to compare; its own page says so.
        }

        return values;
    }

    private static void Add(Dictionary<string, string> values, string place, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in members)
                {
                    Add(values, $"{place}.{name}", value);
                }

                break;
            case JsonArray { Count: > 0 } items when items.All(item => item is JsonObject):
                // Components of a list are told apart by name, so that their order does not matter.
                foreach (var item in items.OfType<JsonObject>())
                {
                    Add(values, $"{place}[{item["name"]}]", item);
                }

                break;
            default:
                values[place] = node is null ? "not set" : node is JsonValue leaf && leaf.TryGetValue<string>(out var text) ? text : node.ToJsonString();
                break;
        }
    }
}

/// <summary>One place of the specs.</summary>
/// <param name="Path">Where.</param>
/// <param name="Values">What each spec says there.</param>
public sealed record DifferingPlace(string Path, IReadOnlyList<string> Values);
