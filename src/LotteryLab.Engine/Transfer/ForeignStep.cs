using System.Text.Json.Nodes;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Transfer;

/// <summary>
/// Names imported results. Who wrote a bundle can claim anything, so its results are never stored under the keys that it gives them, where a run of ours would
/// take them for its own: each gets the key of a step of kind <c>foreign</c>, which no plan ever holds.
/// </summary>
internal static class ForeignStep
{
    /// <summary>Kind of all imported results.</summary>
    public const string Kind = "foreign";

    private const int MostInputs = 64;

    /// <summary>Key and description here for every key of a bundle.</summary>
    /// <param name="content">Identity of the bundle: another bundle that says something else of the same step gets other keys.</param>
    /// <param name="keys">Keys of the bundle.</param>
    /// <param name="steps">What the bundle says about the steps that it has results of.</param>
    /// <exception cref="LotteryLabException">The steps build on each other in a circle, or are no steps.</exception>
    public static IReadOnlyDictionary<string, (StepKey Key, JsonObject Step)> Name(string content, IReadOnlyList<string> keys, IReadOnlyDictionary<string, JsonObject> steps)
    {
        var named = new Dictionary<string, (StepKey, JsonObject)>(StringComparer.Ordinal);
        var begun = new HashSet<string>(StringComparer.Ordinal);

        // A stack of our own: a file may claim a chain of any length.
        var open = new Stack<(string Key, bool AreInputsNamed)>();
        foreach (var first in keys)
        {
            open.Push((first, false));
            while (open.TryPop(out var next))
            {
                if (named.ContainsKey(next.Key))
                {
                    continue;
                }

                var inputs = steps.TryGetValue(next.Key, out var step) ? InputsOf(next.Key, step) : [];
                if (next.AreInputsNamed)
                {
                    var description = Describe(content, next.Key, step, [.. inputs.Select(input => KeyValuePair.Create(input.Key, named[input.Value].Item1.Hex))]);
                    named.Add(next.Key, (StepKey.Of(CanonicalJson.Write(description)), description));
                    continue;
                }

                if (!begun.Add(next.Key))
                {
                    throw BundleProblem.Content(BundlePath.Of(next.Key, BundlePath.Step), "the step builds on itself");
                }

                open.Push((next.Key, true));
                foreach (var input in inputs.Where(input => !named.ContainsKey(input.Value)))
                {
                    open.Push((input.Value, false));
                }
            }
        }

        return named;
    }

    /// <summary>What the laboratory that computed an artifact says about its step; for an artifact of ours, its own description.</summary>
    public static JsonObject Origin(Artifact artifact) =>
        IsForeign(artifact) && artifact.Manifest.Step["parameters"]?["step"] is JsonObject step ? step : artifact.Manifest.Step;

    /// <summary>Whether an artifact came from another laboratory.</summary>
    public static bool IsForeign(Artifact artifact) => (string?)artifact.Manifest.Step["kind"] == Kind;

    private static JsonObject Describe(string content, string key, JsonObject? step, IReadOnlyList<KeyValuePair<string, string>> inputs) => new()
    {
        ["kind"] = Kind,
        ["version"] = 1,
        ["inputs"] = new JsonObject(inputs.Select(input => KeyValuePair.Create<string, JsonNode?>(input.Key, input.Value))),
        ["parameters"] = new JsonObject { ["bundle"] = content, ["key"] = key, ["step"] = step?.DeepClone() },
    };

    private static IReadOnlyList<KeyValuePair<string, string>> InputsOf(string key, JsonObject step)
    {
        var path = BundlePath.Of(key, BundlePath.Step);
        if (step["inputs"] is not JsonObject inputs)
        {
            return step["inputs"] is null ? [] : throw BundleProblem.Content(path, "its inputs are no JSON object");
        }

        if (inputs.Count > MostInputs)
        {
            throw BundleProblem.Content(path, $"it has more than {MostInputs} inputs");
        }

        return [.. inputs.Select(input => input.Value is JsonValue value && value.TryGetValue<string>(out var text) && BundlePath.IsKey(text)
            ? KeyValuePair.Create(input.Key, text)
            : throw BundleProblem.Content(path, "an input is no step key"))];
    }
}
