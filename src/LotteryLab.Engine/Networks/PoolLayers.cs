using static TorchSharp.torch;

namespace LotteryLab.Engine.Networks;

/// <summary>Maximum over square windows.</summary>
public sealed record MaxPoolLayer(int Kernel, int Stride, int Padding = 0) : ChannelwiseLayer
{
    internal override LayerShape Infer(LayerShape input, ShapeWalk walk) => ShapeRules.Window("a max pool", Kernel, Stride, Padding, ShapeRules.Image(input, "a max pool"));

    internal override LayerOperation Compile(NetworkCompiler compiler) => new MaxPoolOperation(this);

    internal override long ReferenceFlops(LayerTrace trace) => (long)Kernel * Kernel * trace.Output.Count;
}

/// <summary>Mean over square windows.</summary>
public sealed record AveragePoolLayer(int Kernel, int Stride) : ChannelwiseLayer
{
    internal override LayerShape Infer(LayerShape input, ShapeWalk walk) => ShapeRules.Window("an average pool", Kernel, Stride, 0, ShapeRules.Image(input, "an average pool"));

    internal override LayerOperation Compile(NetworkCompiler compiler) => new AveragePoolOperation(this);

    // A function in the reference code, whose counter sees modules only.
    internal override long ReferenceFlops(LayerTrace trace) => 0;
}

/// <summary>Mean over the whole image, giving [batch, channels, 1, 1].</summary>
public sealed record GlobalAveragePoolLayer : ChannelwiseLayer
{
    internal override LayerShape Infer(LayerShape input, ShapeWalk walk) => ShapeRules.Image(input, "a global average pool") with { Height = 1, Width = 1 };

    internal override LayerOperation Compile(NetworkCompiler compiler) => new GlobalAveragePoolOperation();

    internal override long ReferenceFlops(LayerTrace trace) => trace.Input.Count;
}

internal sealed class MaxPoolOperation(MaxPoolLayer layer) : LayerOperation(null)
{
    private readonly long[] kernel = [layer.Kernel, layer.Kernel];
    private readonly long[] strides = [layer.Stride, layer.Stride];
    private readonly long[] padding = [layer.Padding, layer.Padding];

    public override Flow Run(Flow input, Tensor[] parameters, in ForwardPass pass) =>
        new(nn.functional.max_pool2d(input.Value, kernel, strides, padding), IsOwned: true);
}

internal sealed class AveragePoolOperation(AveragePoolLayer layer) : LayerOperation(null)
{
    private readonly long[] kernel = [layer.Kernel, layer.Kernel];
    private readonly long[] strides = [layer.Stride, layer.Stride];

    public override Flow Run(Flow input, Tensor[] parameters, in ForwardPass pass) =>
        new(nn.functional.avg_pool2d(input.Value, kernel, strides), IsOwned: true);
}

internal sealed class GlobalAveragePoolOperation() : LayerOperation(null)
{
    private static readonly long[] Space = [2, 3];

    public override Flow Run(Flow input, Tensor[] parameters, in ForwardPass pass) =>
        new(input.Value.mean(Space, keepdim: true), IsOwned: true);
}
