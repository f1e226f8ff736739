using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Pruning;

namespace LotteryLab.Engine.Tests.Golden.Imp;

/// <summary>The percentile rule of Renda et al., to several densities in turn.</summary>
public sealed class PercentileCase : IGoldenCase
{
    public bool CanHandle(GoldenCase golden) =>
        golden.Method == "iterative-magnitude-pruning" && golden.HasParam("target_densities");

    public void Verify(GoldenCase golden)
    {
        MaskSet? masks = null;
        foreach (var level in golden.Expected.GetProperty("levels").EnumerateArray())
        {
            var density = level.GetProperty("target_density").GetDouble();
            var outcome = MagnitudePruning.Prune(new PruningRequest(PruningRule.ToGlobalDensity, PruningInputs.Of(golden.Parameters(), masks)) { TargetDensity = density });
            Assert.Equal(level.GetProperty("kept_after").GetInt64(), outcome.Kept);
            GoldenAssert.Close(level.GetProperty("threshold").GetDouble(), outcome.Threshold!.Value, golden.Tolerance, $"threshold at {density}");
            PruningInputs.VerifyCounts(level.GetProperty("counts"), outcome.Masks, $"density {density}");
            GoldenAssert.Masks(level.GetProperty("mask"), outcome.Masks, $"density {density}");
            masks = outcome.Masks;
        }
    }
}
