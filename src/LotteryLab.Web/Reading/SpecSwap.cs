using System.Text.Json.Nodes;

namespace LotteryLab.Web.Reading;

/// <summary>A place at which two specs differ, with what it takes to carry the value of one over into the other.</summary>
/// <param name="Path">Names of the members that lead there.</param>
/// <param name="First">Value in the first; null where it has none.</param>
/// <param name="Second">Value in the second; null where it has none.</param>
internal sealed record SpecSwap(IReadOnlyList<string> Path, JsonNode? First, JsonNode? Second)
{
    /// <summary>All places at which two specs differ. A component of another name is one place: its options have no meaning without it.</summary>
    public static IReadOnlyList<SpecSwap> Of(JsonObject first, JsonObject second)
    {
        var swaps = new List<SpecSwap>();
        foreach (var name in Members(first, second).Where(name => !SpecDifference.Annotations.Contains(name)))
        {
            Collect(swaps, [name], first[name], second[name]);
        }

        return swaps;
    }

    /// <summary>The place as people read it.</summary>
    public override string ToString() => string.Join('.', Path);

    /// <summary>The first spec with the second's value at this place.</summary>
    public JsonObject Apply(JsonObject first)
    {
        var changed = first.DeepClone().AsObject();
        var owner = changed;
        foreach (var name in Path.SkipLast(1))
        {
            owner = owner[name]!.AsObject();
        }

        if (Second is null)
        {
            owner.Remove(Path[^1]);
        }
        else
        {
            owner[Path[^1]] = Second.DeepClone();
        }

        return changed;
    }

    /// <summary>A value in few words.</summary>
    public static string Text(JsonNode? value) => value switch
    {
        null => "not set",
        JsonValue leaf when leaf.TryGetValue<string>(out var text) => text,
        JsonObject component when component["name"] is JsonValue name => name.ToString(),
        JsonArray { Count: 0 } => "none",
        JsonArray items => string.Join(", ", items.Select(Text)),
        _ => value.ToJsonString(),
    };

    private static void Collect(List<SpecSwap> swaps, IReadOnlyList<string> path, JsonNode? first, JsonNode? second)
    {
        if (JsonNode.DeepEquals(first, second))
        {
            return;
        }

        if (first is JsonObject one && second is JsonObject two && JsonNode.DeepEquals(one["name"], two["name"]))
        {
            foreach (var name in Members(one, two))
            {
                Collect(swaps, [.. path, name], one[name], two[name]);
            }

            return;
        }

        swaps.Add(new SpecSwap(path, first, second));
    }

    private static IEnumerable<string> Members(JsonObject first, JsonObject second) => first.Select(member => member.Key).Union(second.Select(member => member.Key), StringComparer.Ordinal);
}
