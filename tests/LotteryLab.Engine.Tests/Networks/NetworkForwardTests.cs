using LotteryLab.Engine.Architectures;
using LotteryLab.Engine.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Tests.Networks;

public sealed class NetworkForwardTests
{
    [Fact]
    public void Linear_WithRelu_GivesHandComputedLogits()
    {
        using var scope = torch.NewDisposeScope();
        var definition = new NetworkDefinition(new ImageShape(1, 1, 2), 1, [new FlattenLayer(), new LinearLayer("a", 2, 2), new ReluLayer(), new LinearLayer("b", 2, 1, HasBias: false)]);
        using var state = State(definition, [[1, 2, -3, 4], [0.5f, -1], [2, 3]]);
        var logits = new Network(definition).Forward(torch.tensor(new float[] { 1, -1 }, 1, 1, 1, 2), state);

        // Hidden: relu(1 - 2 + 0.5) and relu(-3 - 4 - 1), both 0.
        Assert.Equal([0f], logits.data<float>().ToArray());
        var other = new Network(definition).Forward(torch.tensor(new float[] { -1, 2 }, 1, 1, 1, 2), state);
        Assert.Equal([(2 * 3.5f) + (3 * 10)], other.data<float>().ToArray());
    }

    [Fact]
    public void Input_IsNeverChanged()
    {
        using var scope = torch.NewDisposeScope();
        var definition = new NetworkDefinition(new ImageShape(1, 1, 2), 2, [new ReluLayer(), new FlattenLayer(), new ReluLayer(), new LinearLayer("a", 2, 2, HasBias: false)]);
        var viewed = new NetworkDefinition(new ImageShape(1, 1, 2), 2, [new FlattenLayer(), new ReluLayer(), new LinearLayer("a", 2, 2, HasBias: false)]);
        var input = torch.tensor(new float[] { -1, 2 }, 1, 1, 1, 2);
        foreach (var network in new[] { definition, viewed })
        {
            using var state = State(network, [[1, 0, 0, 1]]);
            Assert.Equal([0f, 2f], new Network(network).Forward(input, state).data<float>().ToArray());
            Assert.Equal([-1f, 2f], input.data<float>().ToArray());
        }
    }

    [Fact]
    public void BatchNorm_InTraining_UpdatesRunningStatisticsAsPyTorchDoes()
    {
        using var scope = torch.NewDisposeScope();
        var definition = new NetworkDefinition(new ImageShape(1, 1, 1), 1, [new BatchNormLayer("bn", 1), new FlattenLayer(), new LinearLayer("fc", 1, 1, HasBias: false)]);
        using var state = State(definition, [[1], [0], [0], [1], [1]]);
        var input = torch.tensor(new float[] { 1, 3, 5, 7 }, 4, 1, 1, 1);
        var network = new Network(definition);

        var logits = network.Forward(input, state, isTraining: true).data<float>().ToArray();
        Assert.Equal((1 - 4) / Math.Sqrt(5), logits[0], 1e-4); // biased variance 5
        Assert.Equal(0.4f, state.ReadFloats("bn.running_mean")[0], 1e-6f); // 0.1 * 4
        Assert.Equal(0.9f + (0.1f * 20 / 3), state.ReadFloats("bn.running_var")[0], 1e-5f); // unbiased variance 20/3

        var before = state.ReadFloats("bn.running_var");
        Assert.Equal((1 - 0.4) / Math.Sqrt(before[0] + 1e-5), network.Forward(input, state).data<float>()[0], 1e-4);
        Assert.Equal(before, state.ReadFloats("bn.running_var"));
    }

    [Fact]
    public void Residual_AddsBodyAndShortcut()
    {
        using var scope = torch.NewDisposeScope();
        var definition = new NetworkDefinition(
            new ImageShape(1, 2, 2),
            2,
            [
                new ResidualLayer([new ConvolutionLayer("c", 1, 2, Kernel: 1, Stride: 2, HasBias: false)], [new ZeroPadShortcutLayer(1, 2, 2, IsAveraged: true)]),
                new GlobalAveragePoolLayer(),
                new FlattenLayer(),
                new LinearLayer("fc", 2, 2, HasBias: false),
            ]);
        using var state = State(definition, [[10, 20], [1, 0, 0, 1]]);
        var logits = new Network(definition).Forward(torch.tensor(new float[] { 1, 2, 3, 4 }, 1, 1, 2, 2), state);
        Assert.Equal([12.5f, 20f], logits.data<float>().ToArray()); // 10 * 1 + mean 2.5, 20 * 1 + 0
    }

    [Fact]
    public void ZeroPad_Subsampling_PadsOnBothSides()
    {
        using var scope = torch.NewDisposeScope();
        var definition = new NetworkDefinition(new ImageShape(2, 2, 2), 4, [new ZeroPadShortcutLayer(2, 4, 2, IsAveraged: false), new FlattenLayer(), new LinearLayer("fc", 4, 4, HasBias: false)]);
        using var state = State(definition, [[1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]]);
        var logits = new Network(definition).Forward(torch.tensor(new float[] { 1, 2, 3, 4, 5, 6, 7, 8 }, 1, 2, 2, 2), state);
        Assert.Equal([0f, 1f, 5f, 0f], logits.data<float>().ToArray());
    }

    [Fact]
    public void Dropout_SameSeed_SameMask_AndKeepsTheMean()
    {
        using var scope = torch.NewDisposeScope();
        var definition = new NetworkDefinition(new ImageShape(1, 1, 1), 1, [new FlattenLayer(), new DropoutLayer(0.25), new LinearLayer("fc", 1, 1, HasBias: false)]);
        using var state = State(definition, [[1]]);
        var network = new Network(definition);
        var input = torch.ones([4000, 1, 1, 1]);
        float[] Run(ulong seed)
        {
            using var noise = new Generator(seed);
            return network.Forward(input, state, new ForwardPass { IsTraining = true, Noise = noise }).data<float>().ToArray();
        }

        Assert.Equal(Run(5), Run(5));
        Assert.NotEqual(Run(5), Run(6));
        Assert.Equal(1.0, Run(5).Average(), 0.05);
        Assert.All(Run(5), value => Assert.True(value is 0f or > 1.33f and < 1.34f));
        Assert.Throws<ArgumentException>(() => network.Forward(input, state, isTraining: true));
        Assert.All(network.Forward(input, state).data<float>().ToArray(), value => Assert.Equal(1f, value));
    }

    [Fact]
    public void Observer_SeesNamedLayersUnchangedByLaterOnes()
    {
        using var scope = torch.NewDisposeScope();
        var definition = new NetworkDefinition(new ImageShape(1, 1, 1), 1, [new FlattenLayer(), new LinearLayer("a", 1, 1, HasBias: false), new ReluLayer(), new LinearLayer("b", 1, 1, HasBias: false)]);
        using var state = State(definition, [[-1], [1]]);
        var seen = new List<(string, float)>();
        new Network(definition).Forward(torch.ones([1, 1, 1, 1]), state, new ForwardPass { Observer = (name, output) => seen.Add((name, output.data<float>()[0])) });
        Assert.Equal([("a", -1f), ("relu.0", 0f), ("b", 0f)], seen);
    }

    [Fact]
    public void Forward_ByName_EqualsForwardByPosition()
    {
        using var scope = torch.NewDisposeScope();
        var definition = KnownArchitectures.Find("resnet-cifar").Build(new AnyDepthResNetOptions { Depth = 8 }, new ImageShape(3, 8, 8), 10);
        using var state = Initializer.Draw(definition, new AnyDepthResNetOptions { Depth = 8 }, 1);
        var network = new Network(definition);
        var input = torch.ones([2, 3, 8, 8]);
        var named = definition.Parameters.Select((parameter, i) => KeyValuePair.Create(parameter.Name, state[i])).ToDictionary();
        Assert.Equal(network.Forward(input, state).data<float>().ToArray(), network.Forward(input, named, isTraining: false).data<float>().ToArray());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Forward_LeavesNoTensorBehindButItsResult(bool isTraining)
    {
        var definition = KnownArchitectures.Find("resnet-cifar").Build(new AnyDepthResNetOptions { Depth = 8, Shortcut = "zero-pad" }, new ImageShape(3, 8, 8), 10);
        using var state = Initializer.Draw(definition, new AnyDepthResNetOptions(), 1);
        var network = new Network(definition);
        using var input = torch.ones([2, 3, 8, 8]);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var logits = network.Forward(input, state, isTraining);
        Assert.Equal(before + 1, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        logits.Dispose();
    }

    private static NetworkState State(NetworkDefinition definition, float[][] values) =>
        new(definition, [.. definition.Parameters.Select((parameter, i) => torch.tensor(values[i], [.. parameter.Shape]))]);
}
