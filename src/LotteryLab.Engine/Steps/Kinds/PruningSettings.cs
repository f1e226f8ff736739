using System.Text.Json.Nodes;
using LotteryLab.Engine.Architectures;
using LotteryLab.Engine.Methods;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Pruning;

namespace LotteryLab.Engine.Steps;

/// <summary>One magnitude pruning, with the rate of each tensor resolved.</summary>
/// <param name="Rule">layerwise, sparse_global, to_global_density or exact_k.</param>
/// <param name="IsLayerwise">Each tensor on its own.</param>
/// <param name="Rate">Share of the remaining weights that goes, for global scopes; null when a target density is given.</param>
/// <param name="TargetDensity">Overall density after pruning; null when a rate is given.</param>
/// <param name="Rates">Rate of each prunable tensor for layer-wise scopes, in forward order; empty for global ones.</param>
/// <param name="Ignored">Prunable tensors that keep all their weights.</param>
public sealed record PruningSettings(string Rule, bool IsLayerwise, double? Rate, double? TargetDensity, IReadOnlyList<KeyValuePair<string, double>> Rates, IReadOnlyList<string> Ignored)
{
    /// <summary>Settings of one round.</summary>
    /// <exception cref="LotteryLabException">A tensor is named that the network does not have.</exception>
    public static PruningSettings For(NetworkDefinition network, ImpOptions options, int round)
    {
        var weights = PrunableRule.MaskedWeights(network);
        foreach (var name in options.IgnoreLayers.Concat(options.LayerRates.Keys).Where(name => weights.All(weight => weight.Name != name)))
        {
            throw new LotteryLabException("spec.unknown-tensor", $"The method names the tensor '{name}', which the network does not have.", $"Its prunable tensors are {string.Join(", ", weights.Select(weight => weight.Name))}.");
        }

        var prunable = new PrunableRule { IgnoreOutput = !options.PruneOutput, IgnoreShortcuts = !options.PruneShortcuts, IgnoredNames = options.IgnoreLayers };
        var layers = new LayerRates { Linear = options.Rate, Convolution = options.ConvolutionRate, OutputFactor = options.OutputRateFactor, ByName = options.LayerRates };
        var ignored = weights.Where(prunable.IsIgnored).Select(weight => weight.Name).ToList();
        var isLayerwise = options.Rule == "layerwise" || (options.Rule == "exact_k" && options.Scope == "layerwise");
        double? target = options.TargetDensities.Count > 0
            ? options.TargetDensities[round - 1]
            : options.Rule == "to_global_density" ? Math.Pow(1 - options.Rate, round) : null;

        // A one-shot round removes at once what the rounds up to it would have removed together.
        double Compound(double rate) => options.OneShot ? 1 - Math.Pow(1 - rate, round) : rate;
        var rates = isLayerwise
            ? weights.Where(weight => !ignored.Contains(weight.Name)).Select(weight => KeyValuePair.Create(weight.Name, Compound(layers.Of(weight)))).ToList()
            : [];
        return new PruningSettings(options.Rule, isLayerwise, target is null && !isLayerwise ? Compound(options.Rate) : null, target, rates, ignored);
    }

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
