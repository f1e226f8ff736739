using System.Text.Json.Nodes;

namespace LotteryLab.Engine.Steps.Kinds;

/// <summary>One magnitude pruning, with the rate of each tensor resolved.</summary>
/// <param name="Rule">layerwise, sparse_global, to_global_density or exact_k.</param>
/// <param name="IsLayerwise">Each tensor on its own.</param>
/// <param name="Rate">Share of the remaining weights that goes, for global scopes; null when a target density is given.</param>
/// <param name="TargetDensity">Overall density after pruning; null when a rate is given.</param>
/// <param name="Rates">Rate of each prunable tensor for layer-wise scopes, in forward order; empty for global ones.</param>
/// <param name="Ignored">Prunable tensors that keep all their weights.</param>
public sealed record PruningSettings(string Rule, bool IsLayerwise, double? Rate, double? TargetDensity, IReadOnlyList<KeyValuePair<string, double>> Rates, IReadOnlyList<string> Ignored)
{
    /// <summary>What goes into step keys.</summary>
    public JsonObject ToJson() => new()
    {
        ["rule"] = Rule,
        ["layerwise"] = IsLayerwise,
        ["rate"] = Rate,
        ["targetDensity"] = TargetDensity,
        ["rates"] = new JsonObject(Rates.Select(rate => KeyValuePair.Create(rate.Key, (JsonNode?)rate.Value))),
        ["ignored"] = new JsonArray([.. Ignored.Select(name => (JsonNode?)name)]),
    };
}
