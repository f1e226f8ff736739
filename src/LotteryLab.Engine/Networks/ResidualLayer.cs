using LotteryLab.Engine.Masks;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Networks;

/// <summary>body(x) + shortcut(x); an empty shortcut is the identity. The activation that follows the sum is a layer of its own.</summary>
public sealed record ResidualLayer(IReadOnlyList<Layer> Body, IReadOnlyList<Layer> Shortcut) : Layer
{
    /// <inheritdoc/>
    public override UnitFlow Units => UnitFlow.Mixed;

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyList<Layer>> Branches => [Body, Shortcut];

    internal override LayerShape Infer(LayerShape input, ShapeWalk walk)
    {
        var body = walk.Through(Body, input);
        var shortcut = walk.Through(Shortcut, input, isShortcut: true);
        return body == shortcut
            ? body
            : throw ShapeRules.Misfit("a residual layer", $"adds {body} of its body to {shortcut} of its shortcut", "Give the shortcut the stride and the channels of the body.");
    }

    internal override void Declare(TensorList tensors)
    {
        tensors.AddAll(Body);
        tensors.AddAll(Shortcut, isShortcut: true);
    }

    // The body is compiled first: the names of its activations are counted in forward order.
    internal override LayerOperation Compile(NetworkCompiler compiler)
    {
        var (body, shortcut) = (compiler.Compile(Body), compiler.Compile(Shortcut));
        return new ResidualOperation(body, shortcut, compiler.NextName("sum"));
    }

    // The reference does not count additions.
    internal override long ReferenceFlops(LayerTrace trace) => 0;

    internal override LayerCost? Cost(LayerTrace trace, MaskSet? masks) => null;

    internal override bool[] Reach(bool[] live, IChannelWalk walk) => Either(walk.Forward(Body, live), walk.Forward(Shortcut, live));

    internal override bool[] ReachBack(bool[] live, IChannelWalk walk) => Either(walk.Backward(Body, live), walk.Backward(Shortcut, live));

    private static bool[] Either(bool[] one, bool[] two) => [.. one.Zip(two, (a, b) => a || b)];
}

/// <summary>Subsampling by <paramref name="Stride"/> (every Stride-th pixel, or a mean over Stride x Stride when <paramref name="IsAveraged"/>) with zero channels added on both sides or at the end: the parameter-free "option A" shortcut.</summary>
public sealed record ZeroPadShortcutLayer(int Inputs, int Outputs, int Stride, bool IsAveraged) : Layer
{
    /// <inheritdoc/>
    public override UnitFlow Units => UnitFlow.Mixed;

    private int Front => IsAveraged ? 0 : (Outputs - Inputs) / 2;

    internal override LayerShape Infer(LayerShape input, ShapeWalk walk)
    {
        var shape = ShapeRules.Image(input, "a zero-padding shortcut");
        if (Inputs != shape.Channels || Outputs < Inputs || Stride < 1)
        {
            throw ShapeRules.Misfit("a zero-padding shortcut", $"from {Inputs} to {Outputs} channels with stride {Stride} is given {shape}", "It can only add channels to the ones it is given.");
        }

        // Averaging drops an incomplete last window; taking every n-th pixel keeps it.
        return IsAveraged
            ? new LayerShape(Outputs, shape.Height / Stride, shape.Width / Stride, IsFlat: false)
            : new LayerShape(Outputs, (shape.Height + Stride - 1) / Stride, (shape.Width + Stride - 1) / Stride, IsFlat: false);
    }

    internal override void Declare(TensorList tensors)
    {
    }

    internal override LayerOperation Compile(NetworkCompiler compiler) => new ZeroPadOperation(this);

    // A function in the reference code, whose counter sees modules only.
    internal override long ReferenceFlops(LayerTrace trace) => 0;

    internal override LayerCost? Cost(LayerTrace trace, MaskSet? masks) => null;

    internal override bool[] Reach(bool[] live, IChannelWalk walk)
    {
        var padded = new bool[Outputs];
        live.CopyTo(padded, Front);
        return padded;
    }

    internal override bool[] ReachBack(bool[] live, IChannelWalk walk) => live[Front..(Front + Inputs)];
}

internal sealed class ResidualOperation(LayerOperation[] body, LayerOperation[] shortcut, string name) : LayerOperation(name)
{
    private readonly bool sumsInPlace = body is [.., { KeepsOutput: false }];


    public override Flow Run(Flow input, Tensor[] parameters, in ForwardPass pass)
    {
        // Both branches read the input, so neither may own it.
        var lent = input with { IsOwned = false };
        var main = RunAll(body, lent, parameters, pass);
        var side = RunAll(shortcut, lent, parameters, pass);
        var sum = main.IsOwned && sumsInPlace && pass.Observer is null ? main.Value.add_(side.Value) : main.Value.add(side.Value);
        if (side.IsOwned)
        {
            side.Value.Dispose();
        }

        return new(sum, IsOwned: true);
    }
}

internal sealed class ZeroPadOperation(ZeroPadShortcutLayer layer) : LayerOperation(null)
{
    public override Flow Run(Flow input, Tensor[] parameters, in ForwardPass pass)
    {
        var missing = layer.Outputs - layer.Inputs;
        if (layer.IsAveraged)
        {
            using var pooled = nn.functional.avg_pool2d(input.Value, [layer.Stride, layer.Stride], [layer.Stride, layer.Stride]);
            return new(Pad(pooled, 0, missing), IsOwned: true);
        }

        using var rows = input.Value.slice(2, 0, input.Value.shape[2], layer.Stride);
        using var pixels = rows.slice(3, 0, input.Value.shape[3], layer.Stride);
        return new(Pad(pixels, missing / 2, missing - (missing / 2)), IsOwned: true);
    }

    private static Tensor Pad(Tensor image, long front, long back) =>
        nn.functional.pad(image, [0, 0, 0, 0, front, back]);
}
