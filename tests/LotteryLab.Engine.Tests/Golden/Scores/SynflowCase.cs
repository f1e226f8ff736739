using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Pruning.Flow;
using LotteryLab.Engine.Pruning.Scores;

namespace LotteryLab.Engine.Tests.Golden.Scores;

/// <summary>SynFlow: flow, scores, single-shot masks, and masks after many iterations with every count on the way.</summary>
public sealed class SynflowCase : IGoldenCase
{
    public IReadOnlyList<string> Methods => ["synflow"];

    public bool HasShape(GoldenCase golden) => golden.Expected.Has("R_dense");

    public void Verify(GoldenCase golden)
    {
        using var inputs = new ScoreInputs(golden, hasData: false);
        VerifyOnes(golden, inputs);
        var (settings, expected) = (golden.Params, golden.Expected);
        var criterion = ScoreInputs.Criterion("synflow");
        var scores = inputs.Score(criterion);
        expected["R_dense"].Close(inputs.Flow(), golden.Tolerance);
        inputs.VerifyScores(expected["scores"], scores, golden.Tolerance);
        foreach (var (name, sum) in expected["layer_score_sums"].Exactly(inputs.Given.WeightNames))
        {
            sum.Close(scores[name].Sum(), golden.Tolerance);
        }

        VerifyBiases(golden, inputs);
        if (settings.Has("single_shot_densities"))
        {
            foreach (var (density, masks) in expected["masks_single_shot"].Exactly(settings["single_shot_densities"].Numbers()))
            {
                masks.Equal(inputs.Prune(ScoreInputs.Request("synflow", density)).Masks, inputs.Given.Weights);
            }
        }

        GoldenCase.Require(settings.Has("single_shot_densities") || settings.Has("densities"), "params name no densities");
        if (settings.Has("densities") || expected.Has("masks"))
        {
            VerifyIterated(golden, inputs);
        }

        inputs.VerifyUntouched();
    }

    // SynFlow sees one image of ones, whatever the data.
    private static void VerifyOnes(GoldenCase golden, ScoreInputs inputs)
    {
        var image = golden.Root["inputs"].Tensor();
        var shape = inputs.Definition.Input;
        GoldenCase.Require(image.Values.All(value => value == 1) && image.Values.Length == shape.Count && image.Shape[0] == 1, "inputs are not one image of ones");
        GoldenCase.Require(golden.Root["labels"].Wholes().Length == 0, "labels are given where nothing takes any");
    }

    // Biases are not pruned, but their magnitudes feed the flow, and where some are not zero the file says how much.
    private static void VerifyBiases(GoldenCase golden, ScoreInputs inputs)
    {
        var biases = inputs.Definition.Parameters.Where(parameter => parameter.Role == ParameterRole.Bias).ToArray();
        if (!golden.Expected.Has("bias_scores") && biases.All(bias => inputs.State.ReadFloats(bias.Name).All(value => value == 0)))
        {
            return;
        }

        var saliency = Saliency.OfFlow(new Network(inputs.Definition), inputs.State);
        foreach (var (name, node) in golden.Expected["bias_scores"].Exactly(biases.Select(bias => bias.Name)))
        {
            node.CloseRelative(saliency.ByName[name], golden.Tolerance);
        }
    }

    private static void VerifyIterated(GoldenCase golden, ScoreInputs inputs)
    {
        var (settings, expected) = (golden.Params, golden.Expected);
        var densities = settings["densities"].Numbers();
        var scope = ScoreInputs.Scope(settings);
        ScoreRequest Request(double density) => ScoreInputs.Iterated(ScoreInputs.Request("synflow", density), settings) with { Scope = scope };
        var (masks, kept) = (expected["masks"].Exactly(densities), expected["kept_after_each_iteration"].Exactly(densities).ToDictionary(pair => pair.Number, pair => pair.Node));
        foreach (var (density, node) in expected["kept_per_layer"].Exactly(densities))
        {
            foreach (var (name, count) in node.Exactly(inputs.Given.WeightNames))
            {
                count.Equal(inputs.Prune(Request(density)).Masks[name].Kept);
            }
        }

        foreach (var (density, node) in masks)
        {
            var outcome = inputs.Prune(Request(density));
            node.Equal(outcome.Masks, inputs.Given.Weights);
            kept[density].Equal(outcome.Iterations.Select(iteration => iteration.Kept));

            // Without ties, exact counts give the masks of the reference.
            node.Equal(inputs.Prune(Request(density) with { IsReference = false }).Masks, inputs.Given.Weights);
        }

        foreach (var (density, node) in expected["R_after"].Exactly(densities))
        {
            node.Close(inputs.Flow(Request(density)), golden.Tolerance);
        }

        var last = expected["scores_at_last_iteration"];
        var watched = last["density"].Number();
        GoldenCase.Require(densities.Contains(watched), $"{last.Path}.density is none of the case");
        inputs.VerifyScores(last["scores"], inputs.Walk(Request(watched)).LastScores, golden.Tolerance);
        foreach (var (density, gap) in expected["smallest_relative_gap_at_threshold"].Exactly(densities))
        {
            ScoreInputs.VerifyGap(gap, inputs.Walk(Request(density)).Gap);
        }
    }
}
