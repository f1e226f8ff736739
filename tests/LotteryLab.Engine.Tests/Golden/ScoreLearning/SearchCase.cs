using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Methods.GemMiner;
using LotteryLab.Engine.Methods.ScoreLearning;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Tests.Golden.Description;
using LotteryLab.Engine.Tests.Golden.Loop;
using LotteryLab.Engine.Training;
using LotteryLab.Engine.Training.Rules;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Tests.Golden.ScoreLearning;

/// <summary>Steps of a search, of Gem-Miner and of edge-popup, by the product's rule in its training loop.</summary>
public sealed class SearchCase : IGoldenCase
{
    public IReadOnlyList<string> Methods => ["gem-miner", "edge-popup"];

    public bool HasShape(GoldenCase golden) => golden.Params.Has("initial") && golden.Expected.Has("steps");

    public void Verify(GoldenCase golden)
    {
        using var scope = torch.NewDisposeScope();
        var settings = golden.Params;
        var batches = GivenBatches.Read(golden.Root["inputs"], golden.Root["labels"]);
        var network = GoldenNetwork.Read(golden, inputs: batches.Inputs);
        var search = Search.Read(golden, network);
        if (search.IsMiner)
        {
            settings["steps"].Equal(batches.Steps);
        }

        GoldenCase.Require(search.IsMiner == settings.HasMember("adam_betas") && search.IsMiner == settings.HasMember("adam_eps"), "params: Gem-Miner names the settings of adam, null or not, and edge-popup does not");
        var optimizer = GoldenOptimizers.Read(settings, "optimizer", isComplete: true);
        var seen = golden.Compute("training", () => Train(network, batches, search, optimizer, settings["lr"].Number()));
        var steps = golden.Expected["steps"].Items();
        GoldenCase.Require(steps.Count == batches.Steps, "there are not as many steps as batches");
        for (var step = 0; step < steps.Count; step++)
        {
            Verify(golden, network, search, optimizer, seen, steps[step], step);
        }

        foreach (var (name, weight) in network.Weights)
        {
            GoldenCase.Require(weight.Floats.Select(value => (double)value).SequenceEqual(seen.Values($"end/{name}")), $"a search changes no weights, but '{name}' has changed");
        }

        if (!search.IsMiner)
        {
            golden.Expected["masks"].Exactly([settings["keep_fraction"].Number()]).Single().Node.Equal(seen.Masks("end"), network.Weights);
            return;
        }

        golden.Expected["masks_final"].Equal(seen.Masks("end"), network.Weights);
        GoldenCase.Require(golden.Expected["weights_unchanged"].Flag(), "a search changes no weights, but the case says so");
        seen.Close(golden.Expected["eval_logits_on_first_batch"], "end-logits", golden.Tolerance);
    }

    private static void Verify(GoldenCase golden, GoldenNetwork network, Search search, ComponentSpec optimizer, Observations seen, GoldenNode step, int number)
    {
        step["forward_mask"].Equal(seen.Masks($"{number}"), network.Weights);
        seen.Close(step["logits"], $"{number}/logits", golden.Tolerance);
        step["task_loss"].Close(seen.Numbers("losses")[number], golden.Tolerance);
        step["regularization_loss"].Close(seen.Numbers($"{number}/penalty")[0], golden.Tolerance);
        seen.Close(step["grad"], $"{number}/gradient", network.WeightNames, golden.Tolerance);
        seen.Close(step[search.IsMiner ? "after_step_unclamped" : "after_step"], $"{number}/stepped", network.WeightNames, golden.Tolerance);
        if (search.IsMiner)
        {
            seen.Close(step["scores_after"], $"{number}/settled", network.WeightNames, golden.Tolerance);
        }

        GoldenOptimizers.CloseState(step["optimizer_state"], optimizer, seen, $"{number}/optimizer", network.WeightNames, golden.Tolerance);
        string[] statistics = [.. network.Definition.Parameters.Where(parameter => !parameter.IsTrainable).Select(parameter => parameter.Name)];
        if (statistics.Length > 0)
        {
            seen.Close(step["batch_norm_running"], $"{number}/statistics", statistics, golden.Tolerance);
        }
    }

    private static Observations Train(GoldenNetwork network, GivenBatches batches, Search search, ComponentSpec optimizer, double rate)
    {
        var seen = new Observations();
        ScoreLearner? learner = null;
        var current = 0;
        ScoredLayer Layer(string name) => learner!.Layers.Single(layer => layer.Name == name);
        var watch = new StepWatch
        {
            BeforeStep = (run, step) =>
            {
                using var noGradient = torch.no_grad();
                current = step;
                seen.Note($"{step}", learner!.Masks());

                // The statistics of a batch do not depend on the running ones, so these are the logits that the loop has just made.
                using var copy = run.State.Clone();
                seen.Note($"{step}/logits", run.Network.Forward(network.Images(batches.Inputs.Part(step)), copy, isTraining: true));
                seen.NoteNumbers($"{step}/penalty", search.Penalty(learner));
                seen.Note($"{step}/gradient", network.WeightNames, name => learner.Gradient(Layer(name), run.State[name].grad!));
            },
            AfterStep = (run, step) =>
            {
                using var noGradient = torch.no_grad();
                seen.Note($"{step}/settled", network.WeightNames, name => Layer(name).Score);
                foreach (var (name, state) in learner!.ExportState().Where(pair => pair.Key.StartsWith("optimizer/", StringComparison.Ordinal)))
                {
                    seen.Note($"{step}/{name}", state);
                }

                seen.Note($"{step}/statistics", network.Definition.Parameters.Where(parameter => !parameter.IsTrainable).Select(parameter => parameter.Name), name => run.State[name]);

                // The loop ends by making a ticket of the masks; until then they are those of the search.
                seen.Note("end", learner.Masks());
                seen.Note("end", network.WeightNames, name => Layer(name).Weight);
                seen.Note("end-logits", run.Network.Forward(network.Images(batches.Inputs.Part(0)), run.State));
            },
        };
        TrainingRule Rule(TrainingJob job)
        {
            learner = search.Learner(job);
            learner.OnDescended = () => seen.Note($"{current}/stepped", network.WeightNames, name => Layer(name).Score);
            return new ScoreLearningRule(learner, job);
        }

        using var training = new GoldenTraining(network, (GoldenTraining.Main, batches));
        using var start = network.State();
        using var trained = training.Run(optimizer, GoldenOptimizers.Constant(rate), start, mask: null, Rule, watch);
        seen.NoteNumbers("losses", trained.Losses);
        return seen;
    }

    /// <summary>What is searched, and how.</summary>
    private sealed record Search(bool IsMiner, IReadOnlyDictionary<string, GoldenTensor> Scores, IReadOnlyList<BitMask> Flags, EdgePopupSettings EdgePopup, double Lambda, bool IsAbsolute)
    {
        public static Search Read(GoldenCase golden, GoldenNetwork network)
        {
            var settings = golden.Params;
            var initial = settings["initial"];
            var scores = initial["scores"].Tensors(network.Weights);

            if (golden.Method == "edge-popup")
            {
                initial.HasOnly("scores");
                var ranking = settings["algo"].Word("ep", "global_ep") == "ep" ? ScoreRanking.Layerwise : ScoreRanking.GlobalThreshold;
                var squares = settings.Find("lambda")?.Number() ?? 0;
                GoldenCase.Require(squares == 0 || settings["regularizer"].Word("L2") == "L2", "edge-popup is regularised by squares");
                return new Search(IsMiner: false, scores, [], new EdgePopupSettings(settings["keep_fraction"].Number(), ranking) { Lambda = squares }, squares, IsAbsolute: false);
            }

            initial.HasOnly("scores", "flags");
            GoldenCase.Require(settings["threshold"].Number() == 0.5, "params.threshold: the forward mask keeps scores above 0.5 and no other");
            return new Search(
                IsMiner: true,
                scores,
                [.. initial["flags"].Masks(network.Weights).Entries.Select(entry => entry.Value)],
                new EdgePopupSettings(1, ScoreRanking.Layerwise),
                settings["lambda"].Number(),
                settings["regularizer"].Word("L1", "L2") == "L1");
        }

        public ScoreLearner Learner(TrainingJob job)
        {
            var layers = ScoredLayer.Of(job.Start, (weight, _) => Scores[weight.Name].ToTensor());
            if (!IsMiner)
            {
                return new EdgePopupLearner(layers, EdgePopup);
            }

            var miner = new GemMinerLearner(layers, new GemMinerSettings(new FreezingSchedule(0.5, 10, 1), Lambda, IsAbsolute, Unflags: false, IsExact: false, IsInverted: false));
            miner.SetFlags(Flags);
            return miner;
        }

        public double Penalty(ScoreLearner learner) => learner is GemMinerLearner miner
            ? miner.Penalty()
            : Lambda * learner.Layers.Sum(layer => layer.Score.square().sum(ScalarType.Float64).item<double>());
    }
}
