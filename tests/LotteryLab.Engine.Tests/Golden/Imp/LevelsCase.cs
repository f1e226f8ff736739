using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Tests.Golden.Description;

namespace LotteryLab.Engine.Tests.Golden.Imp;

/// <summary>Several levels in a row, each pruned from the weights that the one before trained.</summary>
public sealed class LevelsCase : IGoldenCase
{
    public IReadOnlyList<string> Methods => ["iterative-magnitude-pruning"];

    public bool HasShape(GoldenCase golden) => golden.Params.Has("levels") && golden.Expected.Has("levels");

    public void Verify(GoldenCase golden)
    {
        golden.HasNoInputs();
        var network = GoldenNetwork.Read(golden);
        var rules = new PruningRules(golden.Params, [.. network.WeightNames]);
        var levels = golden.Expected["levels"].Items();
        GoldenAssert.Same(golden.Params["levels"].Whole(), levels.Count, "number of levels");

        // Rewound weights are given for every level or for none.
        var isRewound = levels.Any(level => level.Has("rewound_start_weights_l1"));
        PruningRules.DeclareUnused(network, areWeightsUsed: isRewound);
        MaskSet? masks = null;
        for (var i = 0; i < levels.Count; i++)
        {
            masks = Verify(golden, network, rules, levels[i], i + 1, masks, isRewound);
        }
    }

    private static MaskSet Verify(GoldenCase golden, GoldenNetwork network, PruningRules rules, GoldenNode level, int number, MaskSet? before, bool isRewound)
    {
        level["level"].Equal(number);
        var weights = level["trained_weights_of_previous_level"].Tensors(network.Weights);
        foreach (var name in weights.Keys)
        {
            level["trained_weights_of_previous_level"][name]["values"].Declare("a masked weight never comes back and an ignored one never goes, whatever its value", i => rules.Ignores(name) || before?[name][i] == false);
        }

        var outcome = rules.Prune(weights, before);
        rules.VerifyQuotas(level, outcome, golden.Tolerance);
        PruningRules.VerifyCounts(level, outcome);
        level["mask"].Equal(outcome.Masks, network.Weights);
        GoldenCase.Require(before is null || outcome.Masks.IsSubsetOf(before), $"{level.Path}: the masks are not nested");
        if (isRewound)
        {
            VerifyRewound(golden, network, level["rewound_start_weights_l1"], outcome.Masks);
            if (before is null)
            {
                foreach (var name in network.WeightNames)
                {
                    golden.Root["network"]["parameters"][name]["values"].Declare("a weight that goes at once takes no part in any ticket", i => !outcome.Masks[name][i]);
                }
            }
        }

        return outcome.Masks;
    }

    // The ticket starts from the initial weights times its mask.
    private static void VerifyRewound(GoldenCase golden, GoldenNetwork network, GoldenNode norms, MaskSet masks)
    {
        using var start = network.State();
        start.ApplyMask(masks);
        foreach (var (name, norm) in norms.Exactly(network.WeightNames))
        {
            norm.Close(start.ReadFloats(name).Sum(value => Math.Abs((double)value)), golden.Tolerance);
        }
    }
}
