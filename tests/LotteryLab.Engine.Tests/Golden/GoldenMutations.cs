using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LotteryLab.Engine.Tests.Golden;

/// <summary>One change of one member of a case, and how to take it back.</summary>
/// <param name="What">The change, for people.</param>
/// <param name="Apply">Makes the change in the JSON; what it returns takes it back.</param>
internal sealed record GoldenMutation(string What, Func<Action> Apply);

/// <summary>
/// All changes of single members that a case must not pass with: another number, another word, the other answer, no member at all. A list is
/// one member, and its elements stand for each other: of an element it is enough that one of several changes is noticed, because where only
/// an order counts a larger number may be as good. What the handler has declared as a remark is left out.
/// </summary>
internal static class GoldenMutations
{
    // Half of a smaller number may be as good to the tolerance of a case.
    private const double LeastHalved = 0.01;

    private static readonly string[] Sections = ["network", "inputs", "labels", "params", "expected"];

    // Words that other cases have in the same place: the hardest change is the one that another case would not mind.
    private static readonly (string One, string Other)[] Pairs =
    [
        ("paper", "ig-free"), ("reference", "reference-unaliased"), ("sgd", "adam"), ("sparse_global", "layerwise"), ("L2", "L1"), ("eval", "train"), ("global", "local"),
        ("exponential", "linear"), ("cosine", "step"), ("resnet", "vgg"), ("ep", "global_ep"), ("relu", "flatten"), ("biases", "no biases"), ("masks_finetune_unflag_true", "masks_finetune_unflag_false"),
    ];

    /// <summary>Changes of members: each must be noticed.</summary>
    /// <param name="json">The case.</param>
    /// <param name="seen">The case as a handler has read it.</param>
    /// <param name="tolerance">Tolerance of the case.</param>
    public static IEnumerable<GoldenMutation> Members(JsonObject json, GoldenNode seen, double tolerance) =>
        Walk(json, seen).SelectMany(place => Changes(place, tolerance)).Concat(Walk(json, seen).Where(place => place.IsRemovable).Select(Removal));

    /// <summary>Changes of elements of lists of numbers; of each group one must be noticed.</summary>
    public static IEnumerable<IReadOnlyList<GoldenMutation>> Elements(JsonObject json, GoldenNode seen, double tolerance) =>
        Walk(json, seen).Where(place => place.Value is JsonArray).SelectMany(place => Elements(place, tolerance));

    private static IEnumerable<Place> Walk(JsonObject json, GoldenNode seen) =>
        Sections.Where(section => json[section] is not null).SelectMany(section => Walk(new Place(json, section, seen.Seen(section), section, IsRemovable: true)));

    private static IEnumerable<Place> Walk(Place place)
    {
        if (place.Seen is { Remark: not null, RemarkElements: null })
        {
            return [];
        }

        return place.Value switch
        {
            JsonObject members => members.Select(member => member.Key).ToArray().SelectMany(name => Walk(new Place(members, name, place.Seen?.Seen(name), $"{place.Path}.{name}", place.Seen?.HasSeparateEntries != true && place.Seen?.Seen(name)?.Default is null && members[name] is not null))).Prepend(place),
            JsonArray list when !IsNumeric(list) => Enumerable.Range(0, list.Count).SelectMany(i => Walk(new Place(list, Index(i), place.Seen?.Seen(Index(i)), $"{place.Path}{Index(i)}", IsRemovable: false))).Prepend(place),
            _ => [place],
        };
    }

    private static IEnumerable<GoldenMutation> Changes(Place place, double tolerance)
    {
        switch (place.Value)
        {
            case JsonValue value when value.GetValueKind() == JsonValueKind.Number:
                var number = value.GetValue<double>();
                yield return Replacement(place, Larger(number, tolerance));
                if (Math.Abs(number) >= LeastHalved)
                {
                    yield return Replacement(place, Text(number / 2));
                }

                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                var text = value.GetValue<string>();
                yield return Replacement(place, JsonSerializer.Serialize(text + "x"));
                foreach (var (one, other) in Pairs.Where(pair => text == pair.One || text == pair.Other))
                {
                    yield return Replacement(place, JsonSerializer.Serialize(text == one ? other : one));
                }

                break;
            case JsonValue value when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False:
                yield return Replacement(place, value.GetValueKind() == JsonValueKind.True ? "false" : "true");
                break;
            case JsonArray { Count: > 0 } list when IsNumeric(list) && place.Seen?.Remark is null:
                yield return new GoldenMutation($"{place.Path} without its last element", () =>
                {
                    var last = list[^1];
                    list.RemoveAt(list.Count - 1);
                    return () => list.Add(last);
                });
                break;
            case null:
                yield return Replacement(place, "1");
                break;
        }
    }

    private static GoldenMutation Removal(Place place) => new($"without {place.Path}", () =>
    {
        var members = (JsonObject)place.Parent;
        var index = members.IndexOf(place.Name);
        var value = members[place.Name];
        members.Remove(place.Name);
        return () => members.Insert(index, place.Name, value);
    });

    // Where an order is all that counts, zero and a large number are on one side of it each.
    private static IEnumerable<IReadOnlyList<GoldenMutation>> Elements(Place place, double tolerance)
    {
        var list = (JsonArray)place.Value!;
        return !IsNumeric(list) ? [] : Enumerable.Range(0, list.Count).Where(i => place.Seen?.RemarkElements?.Invoke(i) != true).Select(i =>
        {
            var element = new Place(list, Index(i), null, $"{place.Path}{Index(i)}", IsRemovable: false);
            var number = list[i]!.GetValue<double>();
            return (IReadOnlyList<GoldenMutation>)[.. new[] { Larger(number, tolerance), "0", "1000", "-1000" }.Select(text => Replacement(element, text))];
        });
    }

    private static GoldenMutation Replacement(Place place, string json) => new($"{place.Path} = {json} instead of {place.Value?.ToJsonString() ?? "null"}", () =>
    {
        var before = place.Value;
        place.Set(JsonNode.Parse(json));
        return () => place.Set(before);
    });

    // One more is the hardest change of a count, unless so much is tolerated.
    private static string Larger(double number, double tolerance) =>
        Text(number == Math.Floor(number) && tolerance * Math.Abs(number) < 0.5 ? number + 1 : (number * 1.5) + 0.1);

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static string Index(int i) => string.Create(CultureInfo.InvariantCulture, $"[{i}]");

    private static bool IsNumeric(JsonArray list) => list.All(item => item?.GetValueKind() == JsonValueKind.Number);

    private sealed record Place(JsonNode Parent, string Name, GoldenNode? Seen, string Path, bool IsRemovable)
    {
        public JsonNode? Value => Parent is JsonArray list ? list[Position] : Parent[Name];

        private int Position => int.Parse(Name.AsSpan(1, Name.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture);

        public void Set(JsonNode? value)
        {
            if (Parent is JsonArray list)
            {
                list[Position] = value;
            }
            else
            {
                // Keeps the place of the member among the others.
                ((JsonObject)Parent)[Name] = value;
            }
        }
    }
}
