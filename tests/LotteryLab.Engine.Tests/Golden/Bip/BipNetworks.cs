using LotteryLab.Engine.Methods.Bip;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Tests.Golden.ScoreLearning;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Tests.Golden.Bip;

/// <summary>What the cases of bi-level pruning have in common.</summary>
internal static class BipNetworks
{
    public static NetworkDefinition Definition(GoldenCase golden) => !golden.Architecture.StartsWith("conv", StringComparison.Ordinal)
        ? golden.Network()
        : new NetworkDefinition(
            new ImageShape(2, 6, 6),
            6,
            [
                new ConvolutionLayer("conv1", 2, 4, 3, 1, 1, HasBias: false), new BatchNormLayer("bn1", 4), new ReluLayer(),
                new ConvolutionLayer("conv2", 4, 5, 3, 2, 1, HasBias: false), new BatchNormLayer("bn2", 5), new ReluLayer(),
                new GlobalAveragePoolLayer(), new FlattenLayer(), new LinearLayer("fc", 5, 6),
            ]);

    /// <summary>Loss of the lower or upper batch of a step; the state holds the gradients afterwards.</summary>
    public static double Pass(GoldenCase golden, Network network, NetworkState state, string level, int step)
    {
        var inputs = GoldenTensor.Read(golden.Root.GetProperty("inputs").GetProperty(level)).Part(step);
        return BatchPass.Run(network, state, inputs, BatchPass.Labels(golden.Root.GetProperty("labels").GetProperty(level), step)).Loss;
    }

    /// <summary>Weights are the learner's, everything else is in the state.</summary>
    public static Tensor Parameter(BipLearner learner, NetworkState state, string name) =>
        learner.Layers.FirstOrDefault(layer => layer.Name == name)?.Weight ?? state[name];
}
