using LotteryLab.Engine.Pruning.Scores;

namespace LotteryLab.Engine.Tests.Golden.Scores;

/// <summary>SynFlow: flow, scores, single-shot masks, and masks after a hundred iterations with every count on the way.</summary>
public sealed class SynflowCase : IGoldenCase
{
    public bool CanHandle(GoldenCase golden) => golden.Method == "synflow" && golden.HasExpected("R_dense");

    public void Verify(GoldenCase golden)
    {
        using var inputs = new ScoreInputs(golden);
        var expected = golden.Expected;
        var scores = inputs.Score("synflow");
        GoldenAssert.Close(expected.GetProperty("R_dense").GetDouble(), inputs.Flow(inputs.Full), golden.Tolerance, "R");
        ScoreInputs.VerifyScores(expected.GetProperty("scores"), scores, golden.Tolerance, "score");
        foreach (var sum in expected.GetProperty("layer_score_sums").EnumerateObject())
        {
            GoldenAssert.Close(sum.Value.GetDouble(), scores[sum.Name].Sum(), golden.Tolerance, $"sum of {sum.Name}");
        }

        if (golden.HasExpected("masks_single_shot"))
        {
            foreach (var masks in expected.GetProperty("masks_single_shot").EnumerateObject())
            {
                GoldenAssert.Masks(masks.Value, inputs.Prune("synflow", ScoreInputs.Number(masks)).Masks, $"single shot at {masks.Name}");
            }
        }

        if (golden.HasExpected("masks"))
        {
            VerifyIterated(golden, inputs);
        }

        inputs.VerifyUntouched();
    }

    private static void VerifyIterated(GoldenCase golden, ScoreInputs inputs)
    {
        var expected = golden.Expected;
        var last = expected.GetProperty("scores_at_last_iteration");
        foreach (var masks in expected.GetProperty("masks").EnumerateObject())
        {
            var density = ScoreInputs.Number(masks);
            ScoreRequest Iterated(ScoreRequest request) => request with { Iterations = golden.Params.GetProperty("iterations").GetInt32() };
            var outcome = inputs.Prune("synflow", density, Iterated);
            GoldenAssert.Masks(masks.Value, outcome.Masks, $"density {masks.Name}");
            Assert.Equal(
                expected.GetProperty("kept_after_each_iteration").GetProperty(masks.Name).EnumerateArray().Select(kept => kept.GetInt64()),
                outcome.Iterations.Select(iteration => iteration.Kept));
            foreach (var kept in expected.GetProperty("kept_per_layer").GetProperty(masks.Name).EnumerateObject())
            {
                Assert.Equal(kept.Value.GetInt64(), outcome.Masks[kept.Name].Kept);
            }

            GoldenAssert.Close(expected.GetProperty("R_after").GetProperty(masks.Name).GetDouble(), inputs.Flow(outcome.Masks), golden.Tolerance, $"R after {masks.Name}");

            // Without ties, exact counts give the masks of the reference.
            var exact = inputs.Prune("synflow", density, request => Iterated(request) with { IsReference = false });
            GoldenAssert.Masks(masks.Value, exact.Masks, $"exact at {masks.Name}");
            if (last.GetProperty("density").GetDouble() == density)
            {
                VerifyLast(golden, inputs, density);
            }
        }
    }

    // The scores that the last iteration sees are those of the masks after the one before it: n - 1 of n iterations to d^((n-1)/n).
    private static void VerifyLast(GoldenCase golden, ScoreInputs inputs, double density)
    {
        var iterations = golden.Params.GetProperty("iterations").GetInt32();
        var before = inputs.Prune("synflow", Math.Pow(density, (iterations - 1.0) / iterations), request => request with { Iterations = iterations - 1 });
        ScoreInputs.VerifyScores(golden.Expected.GetProperty("scores_at_last_iteration").GetProperty("scores"), inputs.Score("synflow", masks: before.Masks), golden.Tolerance, "score at the last iteration");
    }
}
