using LotteryLab.Engine.Architectures;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Tests.Networks;

/// <summary>An observer gets layers one after another; without one, neighbours are computed together. Both must be the same network.</summary>
public sealed class LayerFusionTests
{
    private static readonly NetworkDefinition Everything = new(new ImageShape(3, 9, 9), 4,
    [
        new ConvolutionLayer("conv", 3, 6, 3, Padding: 1),
        new ReluLayer(),
        new MaxPoolLayer(2, 2),
        new ResidualLayer(
            [new ConvolutionLayer("a", 6, 5, 3, Padding: 1, HasBias: false), new BatchNormLayer("a.bn", 5), new ReluLayer(), new ConvolutionLayer("b", 5, 8, 3, Padding: 1), new BatchNormLayer("b.bn", 8)],
            [new ConvolutionLayer("c", 6, 8, 1, HasBias: false), new BatchNormLayer("c.bn", 8, IsAffine: false)]),
        new ReluLayer(),
        new ResidualLayer([new ConvolutionLayer("d", 8, 8, 3, Padding: 1), new BatchNormLayer("d.bn", 8, Momentum: 0.3)], []),
        new ReluLayer(),
        new ResidualLayer([new ConvolutionLayer("e", 8, 8, 3, Padding: 1), new ReluLayer()], []),
        new BatchNormLayer("f.bn", 8),
        new ReluLayer(),
        new MaxPoolLayer(2, 2),
        new FlattenLayer(),
        new LinearLayer("fc", 32, 5),
        new BatchNormLayer("g.bn", 5),
        new ReluLayer(),
        new LinearLayer("out", 5, 4),
    ]);

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void LayersTogether_AreTheLayersOneByOne(bool isTraining, bool isChannelsLast)
    {
        using var scope = torch.NewDisposeScope();
        var images = torch.rand(6, 3, 9, 9, generator: new Generator(3));
        images = isChannelsLast ? ChannelsLastRuntime.Instance.Arrange(images) : images;
        var names = new List<string>();
        var together = Run(Everything, images, new ForwardPass { IsTraining = isTraining });
        var single = Run(Everything, images, new ForwardPass { IsTraining = isTraining, Observer = (name, _) => names.Add(name) });

        Assert.Equal(single.Count, together.Count);
        foreach (var (name, expected) in single)
        {
            Assert.True(expected.allclose(together[name], rtol: 1e-3, atol: 1e-4), name);
        }

        // Whoever watches sees every layer under its name, whatever is computed together for others.
        Assert.Equal(
            ["conv", "relu.0", "a", "a.bn", "relu.1", "b", "b.bn", "c", "c.bn", "sum.0", "relu.2", "d", "d.bn", "sum.1", "relu.3", "e", "relu.4", "sum.2", "f.bn", "relu.5", "fc", "g.bn", "relu.6", "out"],
            names);
    }

    [Fact]
    public void MomentumOfAPass_ReachesTheLayers()
    {
        using var scope = torch.NewDisposeScope();
        var images = ChannelsLastRuntime.Instance.Arrange(torch.rand(6, 3, 9, 9, generator: new Generator(3)));
        var values = Run(Everything, images, new ForwardPass { IsTraining = true, NormMomentum = 0 });
        Assert.True(values["d.bn.running_mean"].eq(0).all().item<bool>());
        Assert.True(values["d.bn.running_var"].eq(1).all().item<bool>());
    }

    /// <summary>Logits, gradients and running statistics by name.</summary>
    private static Dictionary<string, Tensor> Run(NetworkDefinition definition, Tensor images, ForwardPass pass)
    {
        using var state = Initializer.Draw(definition, new ArchitectureOptions(), 7);
        for (var i = 0; i < definition.Parameters.Count; i++)
        {
            state.Tensors[i].requires_grad = definition.Parameters[i].IsTrainable;
        }

        var logits = new Network(definition).Forward(images, state, pass);
        logits.square().sum().backward();
        var results = new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["logits"] = logits.detach() };
        for (var i = 0; i < definition.Parameters.Count; i++)
        {
            var (name, tensor) = (definition.Parameters[i].Name, state.Tensors[i]);
            results[name] = definition.Parameters[i].IsTrainable ? tensor.grad!.clone() : tensor.clone();
        }

        return results;
    }
}
