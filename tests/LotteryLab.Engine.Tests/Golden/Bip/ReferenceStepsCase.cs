using System.Text.Json;
using LotteryLab.Engine.Methods.Bip;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Tests.Golden.ScoreLearning;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Golden.Bip;

/// <summary>Bi-level steps as the released code does them, with shared storage and without.</summary>
public sealed class ReferenceStepsCase : IGoldenCase
{
    public bool CanHandle(GoldenCase golden) => golden.Method == "bip" && golden.HasParam("mode") && golden.Params.GetProperty("mode").GetString() is "reference" or "reference-unaliased";

    public void Verify(GoldenCase golden)
    {
        using var scope = torch.NewDisposeScope();
        var definition = golden.Network();
        var network = new Network(definition);
        using var state = GoldenNetwork.State(definition, golden.Parameters());
        double Setting(string name) => golden.Params.GetProperty(name).GetDouble();
        using var learner = new BipLearner(state, new BipSettings(golden.Params.GetProperty("mode").GetString() == "reference" ? BipMode.Reference : BipMode.ReferenceUnaliased, Setting("keep"))
        {
            SquareFactor = Setting("lr2"),
            Momentum = Setting("momentum"),
            WeightDecay = Setting("weight_decay"),
        });
        GoldenAssert.Masks(golden.Expected.GetProperty("masks_initial"), learner.Masks(), "first masks");
        var steps = golden.Expected.GetProperty("steps");
        for (var step = 0; step < steps.GetArrayLength(); step++)
        {
            BipNetworks.Pass(golden, network, state, "lower", step);
            learner.StepWeights(Setting("lr"));
            Compare(steps[step].GetProperty("after_weight_step"), learner, state, golden.Tolerance);
            BipNetworks.Pass(golden, network, state, "upper", step);
            BatchPass.Close(steps[step].GetProperty("score_gradient_given_to_optimizer"), name => learner.ScoreGradient(learner.Layers.Single(layer => layer.Name == name)), golden.Tolerance, "score gradient");
            learner.StepScores(Setting("mask_lr"));
            Compare(steps[step].GetProperty("after_score_step"), learner, state, golden.Tolerance);
        }

        using var noGradient = torch.no_grad();
        var first = GoldenTensor.Read(golden.Root.GetProperty("inputs").GetProperty("lower")).Part(0);
        GoldenAssert.Close(GoldenTensor.Read(golden.Expected.GetProperty("eval_logits_on_first_lower_batch")), network.Forward(first.ToTensor(), state), golden.Tolerance, "logits");
    }

    private static void Compare(JsonElement expected, BipLearner learner, NetworkState state, double tolerance)
    {
        BatchPass.Close(expected.GetProperty("weights"), name => BipNetworks.Parameter(learner, state, name), tolerance, "weights");
        if (GoldenCase.Has(expected, "scores"))
        {
            BatchPass.Close(expected.GetProperty("scores"), name => learner.Layers.Single(layer => layer.Name == name).Score, tolerance, "scores");
        }

        GoldenAssert.Masks(expected.GetProperty("masks"), learner.Masks(), "masks");
    }
}
