using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Methods.Bip;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Tests.Golden.Description;
using LotteryLab.Engine.Tests.Golden.Loop;
using LotteryLab.Engine.Training.Optimizers;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Golden.Bip;

/// <summary>Bi-level steps, as the paper has them and as the released code does them, by the product's rule in its training loop.</summary>
public sealed class BipStepsCase : IGoldenCase
{
    public IReadOnlyList<string> Methods => ["bip"];

    public bool HasShape(GoldenCase golden) => golden.Params.Has("mode") && golden.Expected.Has("steps");

    public void Verify(GoldenCase golden)
    {
        using var scope = torch.NewDisposeScope();
        var settings = Settings(golden.Params);
        var (inputs, labels) = (golden.Root["inputs"], golden.Root["labels"]);
        inputs.HasOnly("lower", "upper");
        labels.HasOnly("lower", "upper");
        var (lower, upper) = (GivenBatches.Read(inputs["lower"], labels["lower"]), GivenBatches.Read(inputs["upper"], labels["upper"]));
        GoldenCase.Require(upper.Inputs.Shape.SequenceEqual(lower.Inputs.Shape), "the batches of the two levels have different shapes");
        var network = GoldenNetwork.Read(golden, inputs: lower.Inputs);
        var (weightRate, scoreRate) = settings.IsReference
            ? (golden.Params["lr"].Number(), golden.Params["mask_lr"].Number())
            : (golden.Params["alpha"].Number(), golden.Params["beta"].Number());
        var seen = golden.Compute("training", () => Train(network, settings, lower, upper, weightRate, scoreRate));
        new BipExpectation(golden, network, settings, seen).Verify(lower.Steps);
    }

    private static Observations Train(GoldenNetwork network, BipSettings settings, GivenBatches lower, GivenBatches upper, double weightRate, double scoreRate)
    {
        // The rule passes the loop's batch first and draws the other from a shuffle of its own.
        var isUpperFirst = settings.Mode == BipMode.Accelerate;
        using var training = new GoldenTraining(network, (GoldenTraining.Main, isUpperFirst ? upper : lower), ("upper", isUpperFirst ? lower : upper));
        var watch = new BipWatch(network, settings);
        using var start = network.State();
        using var trained = training.Run(
            new ComponentSpec("sgd", new SgdOptions { LearningRate = weightRate, Momentum = settings.Momentum, WeightDecay = settings.WeightDecay }),
            GoldenOptimizers.Constant(weightRate),
            start,
            mask: null,
            _ => watch.Over(new BipRule(settings, GoldenOptimizers.Constant(scoreRate))),
            watch.Steps);
        watch.Seen.NoteNumbers("losses", trained.Losses);
        using var noGradient = torch.no_grad();
        watch.Seen.Note("logits", new Network(network.Definition).Forward(network.Images(lower.Inputs.Part(0)), trained.Final));
        return watch.Seen;
    }

    private static BipSettings Settings(GoldenNode settings)
    {
        var mode = settings["mode"].Word("paper", "ig-free", "reference", "reference-unaliased", "accelerate");
        var structure = mode is "paper" or "ig-free" && !settings.Has("structure") ? "unstructured" : settings["structure"].Word("unstructured", "unstructured-global", "filter", "channel");
        var options = new BipOptions
        {
            Mode = mode,
            Momentum = settings["momentum"].Number(),
            WeightDecay = settings["weight_decay"].Number(),
            Structure = structure is "filter" or "channel" ? structure : "unstructured",
            Norm = settings.Find("norm")?.Word("l2", "l1") ?? "l2",
        };
        options = options.IsReference
            ? options with { SquareFactor = mode == "accelerate" ? settings.Find("lr2")?.Number() ?? 0 : settings["lr2"].Number() }
            : options with { Gamma = mode == "ig-free" ? settings.Find("gamma")?.Number() ?? 1 : settings["gamma"].Number(), ScoreWeightDecay = settings["score_weight_decay"].Number() };
        settings["scores_initial"].Word(mode switch
        {
            "reference" => ["equal to the weights (the SAME tensor)"],
            "reference-unaliased" => ["equal to the weights (a copy)"],
            _ => ["copy of the weights", "equal to the weights (a copy)"],
        });
        return options.Settings(settings["keep"].Number());
    }

    /// <summary>Compares what was seen after each half step.</summary>
    private sealed class BipExpectation(GoldenCase golden, GoldenNetwork network, BipSettings settings, Observations seen)
    {
        private readonly string[] trainable = [.. network.Definition.Parameters.Where(parameter => parameter.IsTrainable).Select(parameter => parameter.Name)];
        private readonly string[] statistics = [.. network.Definition.Parameters.Where(parameter => !parameter.IsTrainable).Select(parameter => parameter.Name)];

        public void Verify(int count)
        {
            VerifyMasks(golden.Expected["masks_initial"], "start");
            var steps = golden.Expected["steps"].Items();
            GoldenCase.Require(steps.Count == count, "there are not as many steps as batches");
            for (var step = 0; step < count; step++)
            {
                if (settings.IsReference)
                {
                    VerifyReleased(steps[step], step);
                }
                else
                {
                    VerifyPaper(steps[step], step);
                }

                // Given after every step or not at all.
                if (steps.Any(other => other.Has("batch_norm_running")))
                {
                    seen.Close(steps[step]["batch_norm_running"], $"{step}/statistics", statistics, golden.Tolerance);
                }
            }

            if (settings.IsReference || golden.Expected.Has("eval_logits_on_first_lower_batch"))
            {
                seen.Close(golden.Expected["eval_logits_on_first_lower_batch"], "logits", golden.Tolerance);
            }
        }

        private void VerifyPaper(GoldenNode step, int number)
        {
            step["lower_loss"].Close(seen.Numbers("losses")[number], golden.Tolerance);
            seen.Close(step["weights_after_lower"], $"{number}/{BipMoment.WeightsStepped}/weights", trainable, golden.Tolerance);
            step["upper_loss"].Close(seen.Numbers($"{number}/upper-loss")[0], golden.Tolerance);
            seen.Close(step["grad_z"], $"{number}/gradient", network.WeightNames, golden.Tolerance);
            seen.Close(step["dl_dm"], $"{number}/by-mask", network.WeightNames, golden.Tolerance);
            seen.Close(step["scores_after_upper"], $"{number}/{BipMoment.ScoresStepped}/scores", network.WeightNames, golden.Tolerance);
            VerifyMasks(step["masks_after_upper"], $"{number}/{BipMoment.ScoresStepped}");
        }

        private void VerifyReleased(GoldenNode step, int number)
        {
            VerifyHalf(step["after_weight_step"], $"{number}/{BipMoment.WeightsStepped}");
            var gradient = step["score_gradient_given_to_optimizer"];
            seen.Close(gradient, $"{number}/score-gradient", ScoredNames(gradient), golden.Tolerance);
            VerifyHalf(step["after_score_step"], $"{number}/{BipMoment.ScoresStepped}");
        }

        private void VerifyHalf(GoldenNode half, string place)
        {
            seen.Close(half["weights"], $"{place}/weights", trainable, golden.Tolerance);

            // Scores that share the memory of the weights are not written twice.
            if (settings.Mode != BipMode.Reference || half.Has("scores"))
            {
                seen.Close(half["scores"], $"{place}/scores", ScoredNames(half["scores"]), golden.Tolerance);
            }

            VerifyMasks(half["masks"], place);
        }

        private void VerifyMasks(GoldenNode given, string place)
        {
            string[] scored = [.. ScoredNames(given)];
            var masks = seen.Masks(place);
            GoldenCase.Require(masks.Entries.All(entry => scored.Contains(entry.Key) || entry.Value.Kept == entry.Value.Count), "a layer without scores is pruned");
            given.Equal(new MaskSet(masks.Entries.Where(entry => scored.Contains(entry.Key))), network.Weights);
        }

        // With filters or channels the released code has scores for convolutions only.
        private IEnumerable<string> ScoredNames(GoldenNode given) => settings.Structure == BipStructure.Unstructured || network.WeightNames.All(given.Has)
            ? network.WeightNames
            : network.Definition.Parameters.Where(parameter => parameter.Role == ParameterRole.ConvolutionWeight).Select(parameter => parameter.Name);
    }
}
