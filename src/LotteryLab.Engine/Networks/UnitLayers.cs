using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Networks;

/// <summary>max(x, 0).</summary>
public sealed record ReluLayer : ChannelwiseLayer
{
    /// <inheritdoc/>
    public override bool KeepsOutput => false;

    internal override LayerShape Infer(LayerShape input, ShapeWalk walk) => input;

    internal override LayerOperation Compile(NetworkCompiler compiler) => new ReluOperation(compiler.NextName("relu"));

    internal override long ReferenceFlops(LayerTrace trace) => trace.Output.Count;
}

/// <summary>Dropout with the given probability of zeroing, in training only.</summary>
public sealed record DropoutLayer(double Probability) : ChannelwiseLayer
{
    internal override LayerShape Infer(LayerShape input, ShapeWalk walk) => input;

    internal override LayerOperation Compile(NetworkCompiler compiler)
    {
        compiler.HasDropout |= Probability > 0;
        return new DropoutOperation(Probability);
    }

    internal override long ReferenceFlops(LayerTrace trace) => 0;
}

/// <summary>[batch, ...] to [batch, features].</summary>
public sealed record FlattenLayer : ChannelwiseLayer
{
    /// <inheritdoc/>
    public override bool KeepsOutput => false;

    internal override LayerShape Infer(LayerShape input, ShapeWalk walk) => new(checked((int)input.Count), 1, 1, IsFlat: true);

    internal override LayerOperation Compile(NetworkCompiler compiler) => new FlattenOperation();

    internal override long ReferenceFlops(LayerTrace trace) => 0;

    // Every pixel of a channel becomes a feature.
    internal override bool[] Reach(bool[] live, IChannelWalk walk) => [.. live.SelectMany(channel => Enumerable.Repeat(channel, walk.PixelsInto(this)))];

    internal override bool[] ReachBack(bool[] live, IChannelWalk walk) => [.. live.Chunk(walk.PixelsInto(this)).Select(channel => Array.IndexOf(channel, true) >= 0)];
}

internal sealed class ReluOperation(string name) : LayerOperation(name)
{
    public override bool KeepsOutput => true;

    // In place saves one activation tensor a layer; not when an observer may still look at the input.
    public override Flow Run(Flow input, Tensor[] parameters, in ForwardPass pass) =>
        input.IsOwned && pass.Observer is null
            ? new(input.Value.relu_(), IsOwned: true)
            : new(input.Value.relu(), IsOwned: true);
}

internal sealed class DropoutOperation(double probability) : LayerOperation(null)
{
    public override Flow Run(Flow input, Tensor[] parameters, in ForwardPass pass)
    {
        if (!pass.IsTraining || probability <= 0)
        {
            return input;
        }

        using var uniform = torch.rand(input.Value.shape, dtype: ScalarType.Float32, device: input.Value.device, generator: pass.Noise!);
        using var kept = uniform.ge(probability);
        using var scale = kept.to_type(input.Value.dtype).mul_(probability < 1 ? 1 / (1 - probability) : 0);
        return new(input.Value.mul(scale), IsOwned: true);
    }
}

internal sealed class FlattenOperation() : LayerOperation(null)
{
    // The result is a view: releasing the handle of the base is safe, but a view of the caller's input stays the caller's.
    public override Flow Run(Flow input, Tensor[] parameters, in ForwardPass pass) =>
        input with { Value = input.Value.flatten(1) };
}
