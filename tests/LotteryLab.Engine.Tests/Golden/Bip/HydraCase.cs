using LotteryLab.Engine.Methods.ScoreLearning;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Tests.Golden.Description;
using LotteryLab.Engine.Tests.Golden.Loop;
using LotteryLab.Engine.Training;
using LotteryLab.Engine.Training.Optimizers;
using LotteryLab.Engine.Training.Rules;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Golden.Bip;

/// <summary>Steps of the Hydra baseline with scores of their own.</summary>
public sealed class HydraCase : IGoldenCase
{
    public IReadOnlyList<string> Methods => ["hydra"];

    public bool HasShape(GoldenCase golden) => golden.Expected.Has("steps");

    public void Verify(GoldenCase golden)
    {
        using var scope = torch.NewDisposeScope();
        var settings = golden.Params;
        var batches = GivenBatches.Read(golden.Root["inputs"], golden.Root["labels"]);
        var network = GoldenNetwork.Read(golden, inputs: batches.Inputs);
        var steps = golden.Expected["steps"].Items();
        GoldenCase.Require(steps.Count == batches.Steps, "there are not as many steps as batches");
        settings["scores_initial"].Word("copy of the weights", "equal to the weights (a copy)");
        var search = new EdgePopupSettings(settings["keep"].Number(), ScoreRanking.GlobalCount);
        var options = new SgdOptions { LearningRate = settings["lr"].Number(), Momentum = settings["momentum"].Number(), WeightDecay = settings["weight_decay"].Number() };
        var seen = golden.Compute("training", () => Train(network, batches, search, options));
        golden.Expected["masks_initial"].Equal(seen.Masks("start"), network.Weights);
        for (var step = 0; step < steps.Count; step++)
        {
            seen.Close(steps[step]["weights"], $"{step}/weights", network.Definition.Parameters.Where(parameter => parameter.IsTrainable).Select(parameter => parameter.Name), golden.Tolerance);
            seen.Close(steps[step]["scores"], $"{step}/scores", network.WeightNames, golden.Tolerance);
            steps[step]["masks"].Equal(seen.Masks($"{step}"), network.Weights);

            // Given after every step or not at all.
            if (steps.Any(other => other.Has("batch_norm_running")))
            {
                seen.Close(steps[step]["batch_norm_running"], $"{step}/weights", network.Definition.Parameters.Where(parameter => !parameter.IsTrainable).Select(parameter => parameter.Name), golden.Tolerance);
            }
        }
    }

    private static Observations Train(GoldenNetwork network, GivenBatches batches, EdgePopupSettings search, SgdOptions options)
    {
        var seen = new Observations();
        EdgePopupLearner? learner = null;
        ScoredLayer? Layer(string name) => learner!.Layers.FirstOrDefault(layer => layer.Name == name);
        var watch = new StepWatch
        {
            Started = _ => seen.Note("start", learner!.Masks()),
            AfterStep = (run, step) =>
            {
                seen.Note($"{step}/weights", network.Definition.Parameters.Select(parameter => parameter.Name), name => Layer(name)?.Weight ?? run.State[name]);
                seen.Note($"{step}/scores", network.WeightNames, name => Layer(name)!.Score);
                seen.Note($"{step}", learner!.Masks());
            },
        };
        TrainingRule Rule(TrainingJob job)
        {
            learner = new EdgePopupLearner(ScoredLayer.Of(job.Start, (_, weights) => weights), search);
            return new ScoreLearningRule(learner, job, parameter => parameter.Role is ParameterRole.NormScale or ParameterRole.NormShift);
        }

        using var training = new GoldenTraining(network, (GoldenTraining.Main, batches));
        using var start = network.State();
        training.Run(new ComponentSpec("sgd", options), GoldenOptimizers.Constant(options.LearningRate), start, mask: null, Rule, watch).Dispose();
        return seen;
    }
}
