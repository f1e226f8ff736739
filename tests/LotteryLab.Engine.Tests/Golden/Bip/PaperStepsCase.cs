using System.Text.Json;
using LotteryLab.Engine.Methods.Bip;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Tests.Golden.ScoreLearning;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Golden.Bip;

/// <summary>Bi-level steps as the paper has them.</summary>
public sealed class PaperStepsCase : IGoldenCase
{
    public bool CanHandle(GoldenCase golden) => golden.Method == "bip" && golden.HasParam("mode") && golden.Params.GetProperty("mode").GetString() == "paper";

    public void Verify(GoldenCase golden)
    {
        using var scope = torch.NewDisposeScope();
        var definition = BipNetworks.Definition(golden);
        var network = new Network(definition);
        using var state = GoldenNetwork.State(definition, golden.Parameters());
        var settings = golden.Params;
        double Setting(string name) => settings.GetProperty(name).GetDouble();
        using var learner = new BipLearner(state, new BipSettings(BipMode.Paper, Setting("keep"))
        {
            Gamma = Setting("gamma"),
            Momentum = Setting("momentum"),
            WeightDecay = Setting("weight_decay"),
            ScoreWeightDecay = Setting("score_weight_decay"),
        });
        GoldenAssert.Masks(golden.Expected.GetProperty("masks_initial"), learner.Masks(), "first masks");
        var steps = golden.Expected.GetProperty("steps");
        for (var step = 0; step < steps.GetArrayLength(); step++)
        {
            Verify(golden, network, state, learner, steps[step], step, (Setting("alpha"), Setting("beta"), Setting("gamma")));
        }
    }

    private static void Verify(GoldenCase golden, Network network, NetworkState state, BipLearner learner, JsonElement expected, int step, (double Alpha, double Beta, double Gamma) rates)
    {
        var tolerance = golden.Tolerance;
        GoldenAssert.Close(expected.GetProperty("lower_loss").GetDouble(), BipNetworks.Pass(golden, network, state, "lower", step), tolerance, "lower loss");
        learner.StepWeights(rates.Alpha);
        BatchPass.Close(expected.GetProperty("weights_after_lower"), name => BipNetworks.Parameter(learner, state, name), tolerance, "weights");
        GoldenAssert.Close(expected.GetProperty("upper_loss").GetDouble(), BipNetworks.Pass(golden, network, state, "upper", step), tolerance, "upper loss");
        BatchPass.Close(expected.GetProperty("grad_z"), name => state[name].grad!, tolerance, "gradient");
        BatchPass.Close(expected.GetProperty("dl_dm"), name => BipGradient.ByMask(Layer(name).Weight, Layer(name).Mask, state[name].grad!, rates.Gamma), tolerance, "dL/dm");
        learner.StepScores(rates.Beta);
        BatchPass.Close(expected.GetProperty("scores_after_upper"), name => Layer(name).Score, tolerance, "scores");
        GoldenAssert.Masks(expected.GetProperty("masks_after_upper"), learner.Masks(), "masks");
        if (GoldenCase.Has(expected, "batch_norm_running"))
        {
            BatchPass.Close(expected.GetProperty("batch_norm_running"), name => state[name], tolerance, "running statistics");
        }

        BipLayer Layer(string name) => learner.Layers.Single(layer => layer.Name == name);
    }
}
