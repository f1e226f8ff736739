using System.Text.Json;
using LotteryLab.Engine.Methods.GemMiner;
using LotteryLab.Engine.Methods.ScoreLearning;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Training.Optimizers;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Golden.ScoreLearning;

/// <summary>Steps of a search, of Gem-Miner and of edge-popup: masks, losses, gradients, scores and optimizer state.</summary>
public sealed class SearchCase : IGoldenCase
{
    private static readonly (string File, string Ours)[] OptimizerStates = [("momentum_buffer", "momentum"), ("exp_avg", "first-moment"), ("exp_avg_sq", "second-moment")];

    public bool CanHandle(GoldenCase golden) => golden.Method is "gem-miner" or "edge-popup" && golden.HasExpected("steps");

    public void Verify(GoldenCase golden)
    {
        using var scope = torch.NewDisposeScope();
        var definition = Definition(golden);
        var network = new Network(definition);
        using var state = GoldenNetwork.State(definition, golden.Parameters());
        using var learner = Learner(golden, state);
        var (component, options) = Optimizer(golden.Params);
        learner.Use(component, options);
        learner.Settle();
        var steps = golden.Expected.GetProperty("steps");
        for (var step = 0; step < steps.GetArrayLength(); step++)
        {
            Step(golden, network, state, learner, step);
        }

        var final = golden.HasExpected("masks_final") ? golden.Expected.GetProperty("masks_final") : golden.Expected.GetProperty("masks").GetProperty("0.5");
        GoldenAssert.Masks(final, learner.Masks(), "final masks");
        BatchPass.Close(golden.Root.GetProperty("network").GetProperty("parameters"), name => learner.Layers.Single(layer => layer.Name == name).Weight, 0, "weights");
        if (golden.HasExpected("weights_unchanged"))
        {
            Assert.True(golden.Expected.GetProperty("weights_unchanged").GetBoolean());
            Write(state, learner);
            using var noGradient = torch.no_grad();
            GoldenAssert.Close(GoldenTensor.Read(golden.Expected.GetProperty("eval_logits_on_first_batch")), network.Forward(golden.Inputs.Part(0).ToTensor(), state), golden.Tolerance, "logits");
        }
    }

    private static void Step(GoldenCase golden, Network network, NetworkState state, ScoreLearner learner, int step)
    {
        var expected = golden.Expected.GetProperty("steps")[step];
        var penalty = learner is GemMinerLearner miner ? miner.Penalty() : 0;
        GoldenAssert.Masks(expected.GetProperty("forward_mask"), learner.Masks(), $"masks of step {step}");
        Write(state, learner);
        var (logits, loss) = BatchPass.Run(network, state, golden.Inputs.Part(step), BatchPass.Labels(golden.Root.GetProperty("labels"), step));
        GoldenAssert.Close(GoldenTensor.Read(expected.GetProperty("logits")), logits, golden.Tolerance, "logits");
        GoldenAssert.Close(expected.GetProperty("task_loss").GetDouble(), loss, golden.Tolerance, "loss");
        GoldenAssert.Close(expected.GetProperty("regularization_loss").GetDouble(), penalty, golden.Tolerance, "regulariser");
        BatchPass.Close(expected.GetProperty("grad"), name => learner.Gradient(Layer(name), state[name].grad!), golden.Tolerance, "gradient");

        learner.Descend(layer => state[layer.Name].grad, golden.Params.GetProperty("lr").GetDouble());
        BatchPass.Close(expected.GetProperty(GoldenCase.Has(expected, "after_step") ? "after_step" : "after_step_unclamped"), name => Layer(name).Score, golden.Tolerance, "scores");
        learner.Settle();
        if (GoldenCase.Has(expected, "scores_after"))
        {
            BatchPass.Close(expected.GetProperty("scores_after"), name => Layer(name).Score, golden.Tolerance, "clamped scores");
        }

        var saved = learner.ExportState();
        foreach (var (file, ours) in OptimizerStates.Where(pair => GoldenCase.Has(expected.GetProperty("optimizer_state"), pair.File)))
        {
            BatchPass.Close(expected.GetProperty("optimizer_state").GetProperty(file), name => saved[$"optimizer/{name}/{ours}"], golden.Tolerance, file);
        }

        if (GoldenCase.Has(expected, "batch_norm_running"))
        {
            BatchPass.Close(expected.GetProperty("batch_norm_running"), name => state[name], golden.Tolerance, "running statistics");
        }

        ScoredLayer Layer(string name) => learner.Layers.Single(layer => layer.Name == name);
    }

    private static void Write(NetworkState state, ScoreLearner learner)
    {
        using var noGradient = torch.no_grad();
        foreach (var layer in learner.Layers)
        {
            state[layer.Name].copy_(layer.Effective());
        }
    }

    private static ScoreLearner Learner(GoldenCase golden, NetworkState state)
    {
        var scores = GoldenCase.Tensors(golden.Params.GetProperty("initial").GetProperty("scores"));
        var layers = ScoredLayer.Of(state, (weight, values) => scores[weight.Name].ToTensor().reshape(values.shape));
        if (golden.Method == "edge-popup")
        {
            return new EdgePopupLearner(layers, new EdgePopupSettings(golden.Params.GetProperty("keep_fraction").GetDouble(), ScoreRanking.Layerwise));
        }

        var miner = new GemMinerLearner(layers, new GemMinerSettings(new FreezingSchedule(0.5, 10, 1), golden.Params.GetProperty("lambda").GetDouble(), golden.Params.GetProperty("regularizer").GetString() == "L1", Unflags: false, IsExact: false, IsInverted: false));
        var flags = GoldenCase.Masks(golden.Params.GetProperty("initial").GetProperty("flags"));
        miner.SetFlags([.. layers.Select(layer => flags[layer.Name])]);
        return miner;
    }

    private static (IOptimizerComponent, object) Optimizer(JsonElement settings)
    {
        var rate = settings.GetProperty("lr").GetDouble();
        var decay = settings.GetProperty("weight_decay").GetDouble();
        return settings.GetProperty("optimizer").GetString() == "adam"
            ? (new Adam(), new AdamOptions { LearningRate = rate, WeightDecay = decay })
            : (new Sgd(), new SgdOptions { LearningRate = rate, WeightDecay = decay, Momentum = settings.GetProperty("momentum").GetDouble() });
    }

    // "conv1x1(5->10) flatten" is a linear layer behind a global pool.
    private static NetworkDefinition Definition(GoldenCase golden) => !golden.Architecture.StartsWith("conv", StringComparison.Ordinal)
        ? golden.Network()
        : new NetworkDefinition(
            new ImageShape(2, 8, 8),
            10,
            [
                new ConvolutionLayer("conv1", 2, 4, 3, 1, 1, HasBias: false), new BatchNormLayer("bn1", 4, IsAffine: false), new ReluLayer(),
                new ConvolutionLayer("conv2", 4, 5, 3, 2, 1, HasBias: false), new BatchNormLayer("bn2", 5, IsAffine: false), new ReluLayer(),
                new GlobalAveragePoolLayer(), new FlattenLayer(), new LinearLayer("fc", 5, 10, HasBias: false),
            ]);
}
