using System.Text.Json.Nodes;
using LotteryLab.Engine.Artifacts;

namespace LotteryLab.Engine.Export;

/// <summary>
/// The steps that made a ticket, each after those it builds on. Every entry holds the step's key and everything the key is the hash
/// of, so the chain can be checked without the store.
/// </summary>
/// <param name="Links">The steps.</param>
public sealed record ProvenanceChain(IReadOnlyList<ProvenanceLink> Links)
{
    /// <summary>Follows a step back to its beginnings through the artifacts of a store.</summary>
    /// <exception cref="CorruptArtifactException">An artifact of the chain is gone.</exception>
    public static ProvenanceChain Of(StepKey last, ArtifactStore store)
    {
        var links = new List<ProvenanceLink>();
        var known = new HashSet<StepKey>();

        // Rounds follow each other, so a chain is hundreds of steps deep at most; a stack of our own holds any depth.
        var open = new Stack<(StepKey Key, bool AreInputsDone)>([(last, false)]);
        while (open.TryPop(out var next))
        {
            if (known.Contains(next.Key))
            {
                continue;
            }

            var step = (store.Find(next.Key) ?? throw new CorruptArtifactException(next.Key.Hex, $"Step {next.Key.Short}, which the ticket builds on, is not in the store.")).Manifest.Step;
            if (next.AreInputsDone)
            {
                known.Add(next.Key);
                links.Add(new ProvenanceLink(next.Key, step));
                continue;
            }

            open.Push((next.Key, true));
            foreach (var (_, input) in ProvenanceLink.InputsOf(step))
            {
                open.Push((input, false));
            }
        }

        return new ProvenanceChain(links);
    }

    /// <summary>The chain as JSON, the first step first.</summary>
    public JsonArray ToJson() => new([.. Links.Select(link => (JsonNode)new JsonObject { ["key"] = link.Key.Hex, ["step"] = link.Step.DeepClone() })]);
}

/// <summary>One step of a chain.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Step">Everything that the key is the hash of: kind, version, inputs, parameters, numerics.</param>
public sealed record ProvenanceLink(StepKey Key, JsonObject Step)
{
    /// <summary>What is done: initialize, train, prune ...</summary>
    public string Kind => (string?)Step["kind"] ?? "";

    /// <summary>Steps that it builds on, by role.</summary>
    public IReadOnlyList<KeyValuePair<string, StepKey>> Inputs => InputsOf(Step);

    internal static IReadOnlyList<KeyValuePair<string, StepKey>> InputsOf(JsonObject step) =>
        step["inputs"] is JsonObject inputs
            ? [.. inputs.Select(input => KeyValuePair.Create(input.Key, new StepKey((string)input.Value!)))]
            : [];
}
