using System.Text.Json;

namespace LotteryLab.Engine.Specs;

/// <summary>The members of one JSON object while they are read; what nobody took is reported as unknown.</summary>
internal sealed class SpecFields
{
    private readonly Dictionary<string, JsonElement> fields = new(StringComparer.Ordinal);
    private readonly HashSet<string> known = new(StringComparer.Ordinal);
    private readonly ProblemList problems;
    private readonly string path;

    public SpecFields(JsonElement element, string path, ProblemList problems)
    {
        this.problems = problems;
        this.path = path;
        foreach (var field in element.EnumerateObject())
        {
            if (!fields.TryAdd(field.Name, field.Value))
            {
                problems.Add(Below(path, field.Name), field.Value, $"{ProblemList.Quote(field.Name)} is given twice.", "each field once");
            }
        }
    }

    /// <summary>Path of a member.</summary>
    public static string Below(string path, string name)
    {
        // A stranger may name a field anything; the path must stay one readable line.
        var shown = name.Length is > 0 and <= 64 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') ? name : $"[{ProblemList.Quote(name)}]";
        return path.Length == 0 ? shown : $"{path}.{shown}";
    }

    /// <summary>Value of a field, or null when it is missing; the name counts as known from now on.</summary>
    public JsonElement? Take(string name)
    {
        known.Add(name);
        return fields.TryGetValue(name, out var value) ? value : null;
    }

    /// <summary>Reports every field whose name was never asked for.</summary>
    public void RefuseRest(string owner)
    {
        foreach (var (name, value) in fields.Where(field => !known.Contains(field.Key)))
        {
            var nearest = NearestName.Find(name, known);
            var suggestion = nearest is null ? "" : $" Did you mean '{nearest}'?";
            problems.Add(Below(path, name), value, $"{owner} has no field {ProblemList.Quote(name)}.{suggestion}", string.Join(", ", known.Order(StringComparer.Ordinal)));
        }
    }
}
