using LotteryLab.Engine.Tests.Golden.Description;

namespace LotteryLab.Engine.Tests.Golden.Imp;

/// <summary>One pruning step: ties, ignored tensors, second round.</summary>
public sealed class PruningStepCase : IGoldenCase
{
    // The name of the masks is the share that they keep, with six decimals.
    private const double Rounding = 5.1e-7;

    public IReadOnlyList<string> Methods => ["iterative-magnitude-pruning"];

    public bool HasShape(GoldenCase golden) => golden.Expected.Has("actually_pruned");

    public void Verify(GoldenCase golden)
    {
        golden.HasNoInputs();
        var network = GoldenNetwork.Read(golden);
        PruningRules.DeclareUnused(network, areWeightsUsed: true);
        var weights = network.Weights;
        var rules = new PruningRules(golden.Params, [.. network.WeightNames]);
        var current = golden.Params["current_mask"].OrNull()?.Masks(weights);
        if (current is not null)
        {
            foreach (var name in network.WeightNames)
            {
                golden.Root["network"]["parameters"][name]["values"].Declare("a masked weight never comes back, whatever its value", i => !current[name][i]);
            }
        }

        network.DeclareValues(parameter => rules.Ignores(parameter.Name), "an ignored tensor is never pruned");
        var outcome = rules.Prune(weights, current);
        rules.VerifyQuotas(golden.Expected, outcome, golden.Tolerance);
        PruningRules.VerifyCounts(golden.Expected, outcome);
        golden.Expected["actually_pruned"].Equal(outcome.Removed);
        var (share, masks) = golden.Expected["masks"].Members().Single();
        GoldenCase.Require(Math.Abs(GoldenNode.ParseNumber(share, masks.Path) - outcome.Masks.Density) <= Rounding, $"{masks.Path} names a density where {outcome.Masks.Density} is kept");
        masks.Equal(outcome.Masks, weights);
    }
}
