using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Networks.Sparsity;

namespace LotteryLab.Engine.Tests.Networks.Sparsity;

public sealed class SparsityPlanTests
{
    private static readonly NetworkDefinition Network = new(
        new ImageShape(1, 10, 10),
        10,
        [
            new ConvolutionLayer("conv", 1, 2, 3, Padding: 1),
            new ReluLayer(),
            new FlattenLayer(),
            new LinearLayer("fc1", 200, 50),
            new ReluLayer(),
            new LinearLayer("fc2", 50, 20),
            new ReluLayer(),
            new LinearLayer("fc", 20, 10),
        ]);

    [Theory]
    [InlineData(0, LayerRoute.Sparse, 0)]
    [InlineData(40, LayerRoute.Sparse, 400)]
    [InlineData(240, LayerRoute.Sparse, 2400)]
    [InlineData(260, LayerRoute.Dense, 10_000)]
    [InlineData(1000, LayerRoute.Dense, 10_000)]
    public void Of_ScatteredWeights_AreSparseBelowTheCrossover(int keptOfThousand, LayerRoute route, long computed)
    {
        var layer = Fc1(BitMask.From(10_000, i => i * 7 % 1000 < keptOfThousand));
        Assert.Equal((route, computed), (layer.Route, layer.Computed));
    }

    [Theory]
    [InlineData(784, 300, 0.5, 0.5, LayerRoute.Compact)]
    [InlineData(784, 300, 1, 0.7, LayerRoute.Compact)]
    [InlineData(784, 300, 1, 0.9, LayerRoute.Dense)]
    [InlineData(300, 100, 0.7, 0.7, LayerRoute.Compact)]
    [InlineData(300, 100, 0.9, 0.9, LayerRoute.Dense)]
    [InlineData(100, 20, 0.5, 0.5, LayerRoute.Compact)]
    [InlineData(100, 20, 0.7, 0.7, LayerRoute.Dense)]
    public void Of_WholeUnitsPruned_IsCompactWhereThatPaysForTheCopying(int inputs, int outputs, double outputsUsed, double inputsUsed, LayerRoute route)
    {
        var network = new NetworkDefinition(new ImageShape(1, 1, inputs), outputs, [new FlattenLayer(), new LinearLayer("fc1", inputs, outputs)]);
        var mask = BitMask.From((long)inputs * outputs, i => i / inputs < outputs * outputsUsed && i % inputs < inputs * inputsUsed);
        var layer = Assert.Single(SparsityPlan.Of(network, new MaskSet([new("fc1.weight", mask)])).Layers);
        Assert.Equal((route, mask.Kept), (layer.Route, layer.Kept));
        Assert.Equal(route == LayerRoute.Compact ? mask.Kept : mask.Count, layer.Computed);
    }

    [Fact]
    public void Of_TinyLayersConvolutionsAndLayersWithoutMask_StayDense()
    {
        var plan = SparsityPlan.Of(Network, new MaskSet([
            new("conv.weight", BitMask.From(18, i => i == 0)),
            new("fc.weight", BitMask.From(200, i => i == 0)),
        ]));
        Assert.All(plan.Layers, layer => Assert.Equal(LayerRoute.Dense, layer.Route));
        Assert.False(plan.Saves);
        Assert.Equal(1, plan.Share);
        Assert.Equal(["conv", "fc1", "fc2", "fc"], plan.Layers.Select(layer => layer.Name));
    }

    [Fact]
    public void Share_CountsWhatIsComputed()
    {
        var plan = SparsityPlan.Of(Network, new MaskSet([new("fc1.weight", BitMask.From(10_000, i => i < 100))]));
        Assert.True(plan.Saves);
        // Of the convolution's 1,800 multiply-accumulates, fc1's 10,000, fc2's 1,000 and fc's 200, fc1 does 100.
        Assert.Equal(3100.0 / 13_000, plan.Share, 12);
    }

    private static RoutedLayer Fc1(BitMask mask) =>
        SparsityPlan.Of(Network, new MaskSet([new("fc1.weight", mask)])).Layers.Single(layer => layer.Name == "fc1");
}
