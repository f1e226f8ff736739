using System.Text.Json;

namespace LotteryLab.Engine.Specs;

/// <summary>Collects problems while a spec is read.</summary>
internal sealed class ProblemList
{
    /// <summary>More than anyone reads; a hostile spec of a megabyte could otherwise make a report of many.</summary>
    private const int Most = 500;

    private const int LongestValue = 80;

    private readonly List<SpecProblem> all = [];

    public IReadOnlyList<SpecProblem> All => all;

    public void Add(string path, JsonElement? value, string message, string allowed = "") =>
        Add(new SpecProblem(path, value is { } element ? Shorten(element) : null, message, allowed));

    public void Add(SpecProblem problem)
    {
        if (all.Count < Most)
        {
            all.Add(problem);
        }
        else if (all.Count == Most)
        {
            all.Add(new SpecProblem("", null, $"There are more than {Most} problems; the rest are not listed.", ""));
        }
    }

    /// <summary>Text in quotes as it may stand in a message: not too long, and on one line.</summary>
    public static string Quote(string text)
    {
        var shown = Clip(text);
        return $"'{new string([.. shown.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)])}'";
    }

    private static string Shorten(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined => "nothing",
        JsonValueKind.Object => "{…}",
        JsonValueKind.Array => $"[{value.GetArrayLength()} elements]",
        _ => Clip(value.GetRawText()),
    };

    private static string Clip(string text) => text.Length <= LongestValue ? text : $"{text[..LongestValue]}…";
}
