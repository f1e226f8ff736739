using System.Text.Json;
using LotteryLab.Engine.Pruning;

namespace LotteryLab.Engine.Tests.Golden.Imp;

/// <summary>One step of open_lth's global rule: ties, ignored tensors, second round.</summary>
public sealed class GlobalRuleCase : IGoldenCase
{
    public bool CanHandle(GoldenCase golden) =>
        golden.Method == "iterative-magnitude-pruning" && golden.HasParam("pruning_layers_to_ignore") && golden.HasExpected("masks");

    public void Verify(GoldenCase golden)
    {
        var current = golden.Params.GetProperty("current_mask");
        var outcome = MagnitudePruning.Prune(new PruningRequest(
            PruningRule.SparseGlobal,
            PruningInputs.Of(golden.Parameters(), current.ValueKind == JsonValueKind.Null ? null : GoldenCase.Masks(current), golden.Params.GetProperty("pruning_layers_to_ignore").GetString()!))
        {
            Rate = golden.Params.GetProperty("pruning_fraction").GetDouble(),
        });

        var expected = golden.Expected;
        Assert.Equal(expected.GetProperty("remaining_before").GetInt64(), outcome.RemainingBefore);
        Assert.Equal(expected.GetProperty("nominal_number_to_prune").GetInt64(), outcome.NominalQuota);
        Assert.Equal(expected.GetProperty("kept_after").GetInt64(), outcome.Kept);
        Assert.Equal(expected.GetProperty("actually_pruned").GetInt64(), outcome.Removed);
        GoldenAssert.Close((float)expected.GetProperty("threshold").GetDouble(), outcome.Threshold!.Value, golden.Tolerance, "threshold");
        PruningInputs.VerifyCounts(expected.GetProperty("counts"), outcome.Masks, "counts");
        GoldenAssert.Masks(expected.GetProperty("masks").EnumerateObject().Single().Value, outcome.Masks, "mask");
    }
}
