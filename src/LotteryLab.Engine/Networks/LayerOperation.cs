using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Networks;

/// <summary>One layer ready to run.</summary>
internal abstract class LayerOperation(string? name)
{
    /// <summary>Runs operations one after another, releasing each intermediate tensor once it is used.</summary>
    public static Flow RunAll(LayerOperation[] operations, Flow flow, Tensor[] parameters, in ForwardPass pass)
    {
        foreach (var operation in operations)
        {
            var next = operation.Run(flow, parameters, pass);
            if (flow.IsOwned && !ReferenceEquals(next.Value, flow.Value))
            {
                flow.Value.Dispose();
            }

            flow = next;
            if (operation.Name is { } observed)
            {
                pass.Observer?.Invoke(observed, flow.Value);
            }
        }

        return flow;
    }

    /// <summary>Name under which the output is observed; null when it is not.</summary>
    public string? Name { get; } = name;

    /// <summary>Whether the gradient needs the output as it was, so that nobody may change it.</summary>
    public virtual bool KeepsOutput => false;

    /// <summary>Output of the layer; owned unless it aliases a tensor that is not.</summary>
    public abstract Flow Run(Flow input, Tensor[] parameters, in ForwardPass pass);

    protected static Tensor? At(Tensor[] parameters, int position) => position < 0 ? null : parameters[position];
}

internal sealed class LinearOperation(string name, int weight, int bias) : LayerOperation(name)
{
    public override Flow Run(Flow input, Tensor[] parameters, in ForwardPass pass) => new(Run(input.Value, isRectified: false, parameters), IsOwned: true);

    /// <summary>The layer, with a ReLU behind it or without.</summary>
    internal Tensor Run(Tensor input, bool isRectified, Tensor[] parameters) => FullyConnected.Run(input, parameters[weight], At(parameters, bias), isRectified);
}

internal sealed class ConvolutionOperation(ConvolutionLayer layer, int weight, int bias) : LayerOperation(layer.Name)
{
    private readonly long[] strides = [layer.Stride, layer.Stride];
    private readonly long[] padding = [layer.Padding, layer.Padding];
    private readonly long[] dilation = [1, 1];

    public override Flow Run(Flow input, Tensor[] parameters, in ForwardPass pass) =>
        new(nn.functional.conv2d(input.Value, parameters[weight], At(parameters, bias)!, strides, padding, dilation, layer.Groups), IsOwned: true);
}

internal sealed class BatchNormOperation(BatchNormLayer layer, int scale, int shift, int mean, int variance) : LayerOperation(layer.Name)
{
    public override Flow Run(Flow input, Tensor[] parameters, in ForwardPass pass) =>
        new(
            nn.functional.batch_norm(
                input.Value,
                parameters[mean],
                parameters[variance],
                At(parameters, scale)!,
                At(parameters, shift)!,
                pass.IsTraining,
                pass.NormMomentum ?? layer.Momentum,
                layer.Epsilon),
            IsOwned: true);

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

internal sealed class MaxPoolOperation(MaxPoolLayer layer) : LayerOperation(null)
{
    private readonly long[] kernel = [layer.Kernel, layer.Kernel];
    private readonly long[] strides = [layer.Stride, layer.Stride];
    private readonly long[] padding = [layer.Padding, layer.Padding];

    internal MaxPoolLayer Layer => layer;

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

internal sealed class FlattenOperation() : LayerOperation(null)
{
    // The result is a view: releasing the handle of the base is safe, but a view of the caller's input stays the caller's.
    public override Flow Run(Flow input, Tensor[] parameters, in ForwardPass pass) =>
        input with { Value = input.Value.flatten(1) };
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

internal sealed class ResidualOperation(LayerOperation[] body, LayerOperation[] shortcut, string name) : LayerOperation(name)
{
    private readonly bool sumsInPlace = body is [.., { KeepsOutput: false }];

    internal LayerOperation[] Body => body;

    internal LayerOperation[] Shortcut => shortcut;


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
