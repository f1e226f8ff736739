using System.Text.Json;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Pruning;

namespace LotteryLab.Engine.Tests.Golden.Imp;

/// <summary>Several levels in a row under the global and the layer-wise rule.</summary>
public sealed class LevelsCase : IGoldenCase
{
    public bool CanHandle(GoldenCase golden) =>
        golden.Method == "iterative-magnitude-pruning" && golden.HasParam("levels") && golden.HasExpected("levels");

    public void Verify(GoldenCase golden)
    {
        var isGlobal = golden.Params.GetProperty("rule").GetString() == "sparse_global";
        MaskSet? masks = null;
        foreach (var level in golden.Expected.GetProperty("levels").EnumerateArray())
        {
            var what = $"level {level.GetProperty("level").GetInt32()}";
            var weights = GoldenCase.Tensors(level.GetProperty("trained_weights_of_previous_level"));
            var outcome = MagnitudePruning.Prune(isGlobal
                ? new PruningRequest(PruningRule.SparseGlobal, PruningInputs.Of(weights, masks, golden.Params.GetProperty("pruning_layers_to_ignore").GetString()!)) { Rate = golden.Params.GetProperty("pruning_fraction").GetDouble() }
                : new PruningRequest(PruningRule.Layerwise, PruningInputs.Of(weights, masks, rates: golden.Params.GetProperty("rates"))));
            VerifyNumbers(level, outcome, golden.Tolerance, what);
            GoldenAssert.Masks(level.GetProperty("mask"), outcome.Masks, what);
            Assert.True(masks is null || outcome.Masks.IsSubsetOf(masks), $"{what}: masks are nested");
            masks = outcome.Masks;
            if (level.TryGetProperty("rewound_start_weights_l1", out var norms))
            {
                VerifyRewound(golden, masks, norms, what);
            }
        }
    }

    private static void VerifyNumbers(JsonElement level, PruningOutcome outcome, double tolerance, string what)
    {
        Assert.Equal(level.GetProperty("kept_after").GetInt64(), outcome.Kept);
        PruningInputs.VerifyCounts(level.GetProperty("counts"), outcome.Masks, what);
        if (level.GetProperty("threshold").ValueKind == JsonValueKind.Number)
        {
            Assert.Equal(level.GetProperty("remaining_before").GetInt64(), outcome.RemainingBefore);
            Assert.Equal(level.GetProperty("nominal_number_to_prune").GetInt64(), outcome.NominalQuota);
            GoldenAssert.Close((float)level.GetProperty("threshold").GetDouble(), outcome.Threshold!.Value, tolerance, $"{what} threshold");
            return;
        }

        foreach (var tensor in outcome.Tensors)
        {
            Assert.Equal(level.GetProperty("remaining_before").GetProperty(tensor.Name).GetInt64(), tensor.RemainingBefore);
            Assert.Equal(level.GetProperty("nominal_number_to_prune").GetProperty(tensor.Name).GetInt64(), tensor.NominalQuota);
            GoldenAssert.Close((float)level.GetProperty("threshold").GetProperty(tensor.Name).GetDouble(), tensor.Threshold!.Value, tolerance, $"{what} threshold of {tensor.Name}");
        }
    }

    // The ticket starts from the initial weights times its mask.
    private static void VerifyRewound(GoldenCase golden, MaskSet masks, JsonElement norms, string what)
    {
        var network = golden.Network();
        using var start = GoldenNetwork.State(network, golden.Parameters());
        start.ApplyMask(masks);
        foreach (var norm in norms.EnumerateObject())
        {
            GoldenAssert.Close(norm.Value.GetDouble(), start.ReadFloats(norm.Name).Sum(value => Math.Abs((double)value)), golden.Tolerance, $"{what} rewound {norm.Name}");
        }
    }
}
