using System.Text.Json;

namespace LotteryLab.Engine.Specs;

/// <summary>
/// Reads specs strictly: what is unknown, doubled, missing, of the wrong type, out of range or impossible in combination is refused, and
/// all of it at once. Texts may come from strangers: size and depth are limited, and nothing but
/// <see cref="UnparsedSpecException"/> is thrown whatever they hold.
/// </summary>
public sealed class SpecReader(ComponentCatalog catalog)
{
    /// <summary>Longest spec in characters; the longest sensible one has a few thousand.</summary>
    public const int LongestText = 1 << 20;

    /// <summary>Deepest nesting; a spec needs five levels.</summary>
    public const int DeepestNesting = 16;

    /// <summary>Reads a JSON text.</summary>
    /// <exception cref="UnparsedSpecException">The text is no JSON, or no spec; the exception lists every problem.</exception>
    public ExperimentSpec Read(string json) =>
        TryRead(json, out var problems) ?? throw new UnparsedSpecException(problems);

    /// <summary>Reads a JSON value.</summary>
    /// <exception cref="UnparsedSpecException">The value is no spec; the exception lists every problem.</exception>
    public ExperimentSpec Read(JsonElement json) =>
        TryRead(json, out var problems) ?? throw new UnparsedSpecException(problems);

    /// <summary>Reads a JSON text; null with all problems when it is no spec.</summary>
    public ExperimentSpec? TryRead(string json, out IReadOnlyList<SpecProblem> problems)
    {
        if (json.Length > LongestText)
        {
            problems = [new SpecProblem("", null, $"The text has {json.Length} characters.", $"at most {LongestText} characters")];
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = DeepestNesting });
            return TryRead(document.RootElement, out problems);
        }
        catch (JsonException exception)
        {
            var place = exception.LineNumber is { } line ? $" in line {line + 1}, byte {exception.BytePositionInLine + 1}" : "";
            problems = [new SpecProblem("", null, $"The text is not JSON{place}.", $"one JSON object, nothing after it, no comments, at most {DeepestNesting} levels deep")];
        }
        catch (ArgumentException)
        {
            // Half of a surrogate pair cannot be turned into UTF-8.
            problems = [new SpecProblem("", null, "The text is not valid Unicode.", "one JSON object")];
        }

        return null;
    }

    /// <summary>Reads a JSON value; null with all problems when it is no spec.</summary>
    public ExperimentSpec? TryRead(JsonElement json, out IReadOnlyList<SpecProblem> problems)
    {
        var list = new ProblemList();
        var values = new SpecValueReader(catalog, list);
        var spec = HasReadableTexts(json, list) ? (ExperimentSpec?)values.ReadRecord(typeof(ExperimentSpec), json, "") : null;
        if (spec is not null && values.IsComplete)
        {
            CheckCombinations(spec, values, list);
        }

        problems = [.. list.All.Select(NameVersion)];
        return problems.Count == 0 ? spec : null;
    }

    /// <summary>Combinations are judged even when another part of the spec has problems, so that they are reported together.</summary>
    private static void CheckCombinations(ExperimentSpec spec, SpecValueReader values, ProblemList problems)
    {
        foreach (var (path, component, chosen) in values.SoundComponents)
        {
            if (component is not ISpecCheck check)
            {
                continue;
            }

            foreach (var problem in check.Check(spec, chosen.Options))
            {
                problems.Add(problem.Path.StartsWith('.') ? problem with { Path = path + problem.Path } : problem);
            }
        }
    }

    private static SpecProblem NameVersion(SpecProblem problem) => problem is { Path: "version", Value: not null }
        ? problem with { Message = $"This program reads specs of version {ExperimentSpec.CurrentVersion}." }
        : problem;

    /// <summary>Escapes such as \ud800 are JSON but no text; reading them would throw, so they are looked for first.</summary>
    private static bool HasReadableTexts(JsonElement json, ProblemList problems)
    {
        try
        {
            Touch(json);
            return true;
        }
        catch (InvalidOperationException)
        {
            problems.Add("", null, "A text holds half of a Unicode character (an unpaired surrogate).", "whole characters");
            return false;
        }
    }

    private static void Touch(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                json.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in json.EnumerateArray())
                {
                    Touch(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (var field in json.EnumerateObject())
                {
                    _ = field.Name;
                    Touch(field.Value);
                }

                break;
            default:
                break;
        }
    }
}
