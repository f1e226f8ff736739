using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Pruning.Flow;

namespace LotteryLab.Engine.Tests.Pruning;

public sealed class LivePathsTests
{
    private static readonly NetworkDefinition Chain = new(new ImageShape(1, 1, 3), 2, [new FlattenLayer(), new LinearLayer("a", 3, 4), new ReluLayer(), new LinearLayer("b", 4, 2)]);

    private static readonly NetworkDefinition Residual = new(
        new ImageShape(2, 2, 2),
        2,
        [
            new ConvolutionLayer("stem", 2, 2, 1, HasBias: false),
            new ResidualLayer([new ConvolutionLayer("one", 2, 2, 1, HasBias: false), new ReluLayer(), new ConvolutionLayer("two", 2, 2, 1, HasBias: false)], [new ConvolutionLayer("side", 2, 2, 1, HasBias: false)]),
            new FlattenLayer(),
            new LinearLayer("fc", 8, 2),
        ]);

    [Fact]
    public void Of_Chain_CountsOnlyWeightsOnAPath()
    {
        // Unit 0 has an input but no output, unit 1 an output but no input, unit 2 both; unit 3 has nothing.
        var masks = Masks(Chain, ("a.weight", [0, 1, 6]), ("b.weight", [1, 2, 6]));

        var paths = LivePaths.Of(Chain, masks);

        Assert.True(paths.IsConnected);
        Assert.Equal(3, paths.Effective);
        Assert.Equal(3, paths.DeadUnits["a.weight"]);
        Assert.Equal(3.0 / 20, paths.EffectiveDensity);
    }

    [Fact]
    public void Of_DisconnectedChain_IsCollapsedThoughNoTensorIsEmpty()
    {
        var masks = Masks(Chain, ("a.weight", [0]), ("b.weight", [1]));

        var paths = LivePaths.Of(Chain, masks);
        var collapse = LayerCollapse.Of(Chain, masks, paths);

        Assert.False(paths.IsConnected);
        Assert.Equal(0, paths.Effective);
        Assert.Empty(collapse.Empty);
        Assert.True(collapse.IsCollapsed);
    }

    [Fact]
    public void Of_EmptyBranchBesideALiveOne_IsNotFatal()
    {
        var masks = Masks(Residual, ("stem.weight", [0, 3]), ("one.weight", [0]), ("two.weight", []), ("side.weight", [0]), ("fc.weight", [0, 9]));

        var paths = LivePaths.Of(Residual, masks);
        var collapse = LayerCollapse.Of(Residual, masks, paths);

        Assert.Equal(["two.weight"], collapse.Empty);
        Assert.Empty(collapse.Cut);
        Assert.False(collapse.IsCollapsed);

        // The stem's first channel, the shortcut and the two weights of the classifier that read channel 0.
        Assert.Equal(1 + 1 + 2, paths.Effective);
    }

    [Fact]
    public void Of_BothBranchesEmpty_NamesBoth()
    {
        var masks = Masks(Residual, ("stem.weight", [0]), ("one.weight", [0]), ("two.weight", []), ("side.weight", []), ("fc.weight", [0]));

        Assert.Equal(["two.weight", "side.weight"], LayerCollapse.Of(Residual, masks, LivePaths.Of(Residual, masks)).Cut);
    }

    [Fact]
    public void Of_FullMask_EverythingIsAlive()
    {
        var masks = new MaskSet(Residual.Parameters.Where(parameter => parameter.IsWeight).Select(parameter => KeyValuePair.Create(parameter.Name, BitMask.Full(parameter.Count))));

        var paths = LivePaths.Of(Residual, masks);

        Assert.Equal(masks.Count, paths.Effective);
        Assert.Empty(paths.DeadUnits);
        Assert.Equal(masks.Count / 5.0, LayerCollapse.MaximalCompression(masks));
    }

    private static MaskSet Masks(NetworkDefinition network, params (string Name, long[] Kept)[] kept) =>
        new(kept.Select(entry => KeyValuePair.Create(entry.Name, BitMask.From(network.Parameters.First(parameter => parameter.Name == entry.Name).Count, i => entry.Kept.Contains(i)))));
}
