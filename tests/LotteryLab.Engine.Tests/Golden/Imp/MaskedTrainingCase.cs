using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Training.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Tests.Golden.Imp;

/// <summary>
/// A few training steps under a mask: losses, weights and the logits afterwards. Our optimizers never move masked weights, so the counts
/// of masked weights that the reference finds moved between two forwards do not apply.
/// </summary>
public sealed class MaskedTrainingCase : IGoldenCase
{
    public bool CanHandle(GoldenCase golden) =>
        golden.Method == "iterative-magnitude-pruning" && golden.HasParam("optimizer_name") && golden.HasExpected("loss_before_each_step");

    public void Verify(GoldenCase golden)
    {
        using var scope = torch.NewDisposeScope();
        var definition = golden.Network();
        var network = new Network(definition);
        var masks = GoldenCase.Masks(golden.Params.GetProperty("mask"));
        using var state = GoldenNetwork.State(definition, golden.Parameters());
        state.ApplyMask(masks);
        Train(golden, network, state, masks);

        foreach (var (name, mask) in masks.Entries)
        {
            var values = state.ReadFloats(name);
            Assert.All(Enumerable.Range(0, values.Length).Where(i => !mask[i]), i => Assert.Equal(0f, values[i]));
        }

        foreach (var (name, expected) in GoldenCase.Tensors(golden.Expected.GetProperty("weights_after_masked")))
        {
            GoldenAssert.Close(expected, state[name], golden.Tolerance, name);
        }

        using var noGradient = torch.no_grad();
        var logits = network.Forward(golden.Inputs.Part(0).ToTensor(), state);
        GoldenAssert.Close(GoldenTensor.Read(golden.Expected.GetProperty("eval_logits_of_first_batch")), logits, golden.Tolerance, "logits");
    }

    private static void Train(GoldenCase golden, Network network, NetworkState state, MaskSet masks)
    {
        var inputs = golden.Inputs;
        var labels = golden.Labels;
        var batch = (int)inputs.Shape[1];
        var losses = new List<double>();
        using var optimizer = Optimizer(golden, state, masks);
        foreach (var rate in golden.Expected.GetProperty("lr_at_each_step").EnumerateArray())
        {
            var step = losses.Count;
            var logits = network.Forward(inputs.Part(step).ToTensor(), state, isTraining: true);
            var loss = nn.functional.cross_entropy(logits, torch.tensor(labels[(step * batch)..((step + 1) * batch)]));
            losses.Add(loss.item<float>());
            optimizer.ZeroGradients();
            loss.backward();
            optimizer.Step(rate.GetDouble());
        }

        GoldenAssert.Close(golden.Expected.GetProperty("loss_before_each_step"), losses, golden.Tolerance, "loss");
    }

    private static IOptimizer Optimizer(GoldenCase golden, NetworkState state, MaskSet masks)
    {
        var parameters = state.Definition.Parameters
            .Select((parameter, i) => (parameter, tensor: state[i]))
            .Where(pair => pair.parameter.IsTrainable)
            .Select(pair => new OptimizedParameter(pair.parameter, pair.tensor.requires_grad_(true), masks.Find(pair.parameter.Name)))
            .ToArray();
        double Setting(string name) => golden.HasParam(name) ? golden.Params.GetProperty(name).GetDouble() : 0;
        return golden.Params.GetProperty("optimizer_name").GetString() == "adam"
            ? new Adam().Create(new AdamOptions { LearningRate = Setting("lr"), WeightDecay = Setting("weight_decay") }, parameters)
            : new Sgd().Create(new SgdOptions { LearningRate = Setting("lr"), Momentum = Setting("momentum"), WeightDecay = Setting("weight_decay") }, parameters);
    }
}
