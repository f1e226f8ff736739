using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Tests.Golden.Description;

namespace LotteryLab.Engine.Tests.Golden.Imp;

/// <summary>The percentile rule of Renda et al., to several densities in turn.</summary>
public sealed class PercentileCase : IGoldenCase
{
    public IReadOnlyList<string> Methods => ["iterative-magnitude-pruning"];

    public bool HasShape(GoldenCase golden) => golden.Params.Has("target_densities");

    public void Verify(GoldenCase golden)
    {
        golden.HasNoInputs();
        var network = GoldenNetwork.Read(golden);
        PruningRules.DeclareUnused(network, areWeightsUsed: true);
        var rules = new PruningRules(golden.Params, [.. network.WeightNames]);
        var densities = golden.Params["target_densities"].Numbers();
        var levels = golden.Expected["levels"].Items();
        GoldenAssert.Same(densities.Length, levels.Count, "number of levels");
        MaskSet? masks = null;
        for (var i = 0; i < levels.Count; i++)
        {
            levels[i]["target_density"].Close(densities[i], 0);
            var outcome = rules.Prune(network.Weights, masks, densities[i]);
            levels[i]["threshold"].Close(outcome.Threshold!.Value, golden.Tolerance);
            PruningRules.VerifyCounts(levels[i], outcome);
            levels[i]["mask"].Equal(outcome.Masks, network.Weights);
            masks = outcome.Masks;
        }
    }
}
