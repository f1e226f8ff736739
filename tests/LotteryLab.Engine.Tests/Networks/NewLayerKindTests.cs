using LotteryLab.Engine.Architectures;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Pruning.Flow;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Tests.Networks;

/// <summary>A kind of layer that the engine has never seen needs nothing but its own declaration.</summary>
public sealed class NewLayerKindTests
{
    // Output unit o is input unit o shifted by one place: it mixes units, so paths and costs must ask it.
    private sealed record RollLayer(int Width) : Layer
    {
        public override UnitFlow Units => UnitFlow.Mixed;

        internal override LayerShape Infer(LayerShape input, ShapeWalk walk) => input;

        internal override void Declare(TensorList tensors)
        {
        }

        internal override LayerOperation Compile(NetworkCompiler compiler) => new RollOperation();

        internal override long ReferenceFlops(LayerTrace trace) => 1000 * trace.Output.Count;

        internal override LayerCost? Cost(LayerTrace trace, MaskSet? masks) => null;

        internal override bool[] Reach(bool[] live, IChannelWalk walk) => [live[^1], .. live[..^1]];

        internal override bool[] ReachBack(bool[] live, IChannelWalk walk) => [.. live[1..], live[0]];
    }

    private sealed class RollOperation() : LayerOperation(null)
    {
        public override Flow Run(Flow input, Tensor[] parameters, in ForwardPass pass) => new(input.Value.roll(1, 1), IsOwned: true);
    }

    private static readonly NetworkDefinition Rolled = new(new ImageShape(1, 1, 2), 3,
        [new FlattenLayer(), new LinearLayer("a", 2, 4, HasBias: false), new RollLayer(4), new LinearLayer("b", 4, 3, HasBias: false)]);

    [Fact]
    public void Forward_RunsTheNewLayer()
    {
        using var scope = torch.NewDisposeScope();
        using var state = Initializer.Draw(Rolled, new ArchitectureOptions(), 1);
        var image = torch.rand(5, 1, 1, 2);
        var expected = image.flatten(1).matmul(state.Tensors[0].t()).roll(1, 1).matmul(state.Tensors[1].t());
        Assert.True(new Network(Rolled).Forward(image, state, ForwardPass.Evaluation).allclose(expected));
    }

    [Fact]
    public void Costs_AskTheNewLayer() => Assert.Equal(NetworkCosts.Of(Rolled with { Layers = [.. Rolled.Layers.Where(layer => layer is not RollLayer)] }).ReferenceFlops + 4000, NetworkCosts.Of(Rolled).ReferenceFlops);

    [Fact]
    public void LivePaths_GoThroughTheNewLayer()
    {
        // Unit 0 of a becomes unit 1 of b's input; nothing else is kept.
        var masks = new MaskSet([KeyValuePair.Create("a.weight", BitMask.From(8, i => i == 0)), KeyValuePair.Create("b.weight", BitMask.From(12, i => i == 1))]);
        Assert.True(LivePaths.Of(Rolled, masks).IsConnected);
        Assert.Equal(2, LivePaths.Of(Rolled, masks).Effective);
        var apart = new MaskSet([KeyValuePair.Create("a.weight", BitMask.From(8, i => i == 0)), KeyValuePair.Create("b.weight", BitMask.From(12, i => i == 0))]);
        Assert.False(LivePaths.Of(Rolled, apart).IsConnected);
    }
}
