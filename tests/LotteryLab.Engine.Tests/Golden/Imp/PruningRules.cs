using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Pruning;
using LotteryLab.Engine.Tests.Golden.Description;

namespace LotteryLab.Engine.Tests.Golden.Imp;

/// <summary>The pruning rule of a case with all that it takes, and its account of one step.</summary>
internal sealed class PruningRules
{
    private readonly PruningRule rule;
    private readonly PruningScope scope;
    private readonly string[] ignored;
    private readonly double rate;
    private readonly IReadOnlyDictionary<string, double>? rates;

    /// <summary>Reads <c>rule</c> and what goes with it.</summary>
    /// <param name="settings">Params of the case.</param>
    /// <param name="weights">Names of the weights, in forward order.</param>
    public PruningRules(GoldenNode settings, IReadOnlyList<string> weights)
    {
        rule = settings["rule"].Word("layerwise", "sparse_global", "to_global_density", "to_global_density_percentile", "exact_k") switch
        {
            "layerwise" => PruningRule.Layerwise,
            "sparse_global" => PruningRule.SparseGlobal,
            "exact_k" => PruningRule.ExactK,
            _ => PruningRule.ToGlobalDensity,
        };
        scope = settings.Find("scope")?.Word("global", "layer", "layerwise") is "layer" or "layerwise" ? PruningScope.Layer : PruningScope.Global;
        IsLayerwise = rule == PruningRule.Layerwise || scope == PruningScope.Layer;
        var ignore = rule == PruningRule.SparseGlobal ? settings["pruning_layers_to_ignore"] : settings.Find("pruning_layers_to_ignore");
        ignored = ignore?.Text().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        GoldenCase.Require(ignored.All(name => weights.Contains(name, StringComparer.Ordinal)), $"{settings.Path}.pruning_layers_to_ignore names a tensor that is no weight of the network");
        if (IsLayerwise && settings.Has("rates"))
        {
            rates = settings["rates"].Exactly(weights).ToDictionary(pair => pair.Name, pair => pair.Node.Number(), StringComparer.Ordinal);
        }
        else if (rule != PruningRule.ToGlobalDensity)
        {
            rate = settings["pruning_fraction"].Number();
        }
    }

    /// <summary>Whether every tensor has a quota and a threshold of its own.</summary>
    public bool IsLayerwise { get; }

    /// <summary>Whether a tensor keeps all its weights.</summary>
    public bool Ignores(string name) => ignored.Contains(name, StringComparer.Ordinal);

    /// <summary>Prunes weights that were trained under masks.</summary>
    public PruningOutcome Prune(IReadOnlyDictionary<string, GoldenTensor> weights, MaskSet? masks, double? density = null) =>
        MagnitudePruning.Prune(new PruningRequest(rule, [.. weights.Select(tensor => new PruningTensor(tensor.Key, tensor.Value.Floats, masks?[tensor.Key] ?? BitMask.Full(tensor.Value.Values.Length))
        {
            IsIgnored = Ignores(tensor.Key),
            Rate = rates?[tensor.Key],
        })])
        {
            Rate = rate,
            TargetDensity = density,
            Scope = scope,
        });

    /// <summary>Compares <c>remaining_before</c>, <c>nominal_number_to_prune</c> and <c>threshold</c>.</summary>
    public void VerifyQuotas(GoldenNode expected, PruningOutcome outcome, double tolerance)
    {
        if (!IsLayerwise)
        {
            expected["remaining_before"].Equal(outcome.RemainingBefore);
            expected["nominal_number_to_prune"].Equal(outcome.NominalQuota);
            VerifyThreshold(expected["threshold"], outcome.Threshold, tolerance);
            return;
        }

        string[] names = [.. outcome.Tensors.Select(tensor => tensor.Name)];
        var accounts = outcome.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        foreach (var (name, node) in expected["remaining_before"].Exactly(names))
        {
            node.Equal(accounts[name].RemainingBefore);
        }

        foreach (var (name, node) in expected["nominal_number_to_prune"].Exactly(names))
        {
            node.Equal(accounts[name].NominalQuota!.Value);
        }

        foreach (var (name, node) in expected["threshold"].Exactly(names))
        {
            VerifyThreshold(node, accounts[name].Threshold, tolerance);
        }
    }

    /// <summary>Compares <c>kept_after</c> and <c>counts</c>.</summary>
    public static void VerifyCounts(GoldenNode expected, PruningOutcome outcome)
    {
        expected["kept_after"].Equal(outcome.Kept);
        expected["counts"].EqualCounts(outcome.Masks);
    }

    /// <summary>Says that everything but the shapes of some tensors is beside the point of a pruning.</summary>
    public static void DeclareUnused(GoldenNetwork network, bool areWeightsUsed)
    {
        network.DeclareValues(parameter => !parameter.IsWeight, "only weights are pruned");
        if (!areWeightsUsed)
        {
            network.DeclareValues(parameter => parameter.IsWeight, "the weights that are pruned stand elsewhere");
        }
    }

    // Thresholds of magnitudes are float32; the file gives their shortest text.
    private static void VerifyThreshold(GoldenNode expected, double? actual, double tolerance)
    {
        GoldenCase.Require(actual is not null, $"{expected.Path}: there is no threshold");
        GoldenAssert.Close((float)expected.Number(), actual!.Value, tolerance, expected.Path);
    }
}
