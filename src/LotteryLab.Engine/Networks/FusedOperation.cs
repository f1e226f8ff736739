#if NATIVE_TORCH
using LotteryLab.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Networks;

/// <summary>
/// Layers that the CPU computes in one pass where nobody looks at what lies between them. An observer and other devices get them one after
/// another.
/// </summary>
internal abstract class FusedOperation(params LayerOperation[] parts) : LayerOperation(null)
{
    public sealed override Flow Run(Flow input, Tensor[] parameters, in ForwardPass pass) =>
        pass.Observer is null && IsFusedIn(pass) && input.Value.device_type == DeviceType.CPU
            ? new(RunFused(input.Value, parameters, pass), IsOwned: true)
            // The input is released by whoever runs this.
            : RunAll(parts, input with { IsOwned = false }, parameters, pass);

    protected abstract bool IsFusedIn(in ForwardPass pass);

    protected abstract Tensor RunFused(Tensor input, Tensor[] parameters, in ForwardPass pass);
}

/// <summary>A fully connected layer and the ReLU that follows it.</summary>
internal sealed class FusedLinearOperation(LinearOperation linear, ReluOperation relu) : FusedOperation(linear, relu)
{
    public override bool KeepsOutput => true;

    protected override bool IsFusedIn(in ForwardPass pass) => true;

    protected override Tensor RunFused(Tensor input, Tensor[] parameters, in ForwardPass pass) => linear.Run(input, isRectified: true, parameters);
}

/// <summary>Batch norm and the ReLU that may follow it.</summary>
internal sealed class FusedNormOperation(BatchNormOperation norm, ReluOperation? relu) : FusedOperation(relu is null ? [norm] : [norm, relu])
{
    public override bool KeepsOutput => relu is not null;

    /// <summary>The batch norm when no ReLU follows it.</summary>
    internal BatchNormOperation? Unrectified => relu is null ? norm : null;

    // Running statistics are a factor and an offset: LibTorch does those in one pass as well.
    protected override bool IsFusedIn(in ForwardPass pass) => pass.IsTraining;

    protected override Tensor RunFused(Tensor input, Tensor[] parameters, in ForwardPass pass) => norm.RunFused(input, null, relu is not null, parameters, pass);
}

/// <summary>A residual block whose body ends with a batch norm, and the ReLU after the sum.</summary>
internal sealed class FusedResidualOperation(ResidualOperation block, BatchNormOperation last, ReluOperation relu) : FusedOperation(block, relu)
{
    private readonly LayerOperation[] body = block.Body[..^1];

    protected override bool IsFusedIn(in ForwardPass pass) => pass.IsTraining;

    protected override Tensor RunFused(Tensor input, Tensor[] parameters, in ForwardPass pass)
    {
        var lent = new Flow(input, IsOwned: false);
        var main = RunAll(body, lent, parameters, pass);
        var side = RunAll(block.Shortcut, lent, parameters, pass);
        var sum = last.RunFused(main.Value, side.Value, isRectified: true, parameters, pass);
        Release(main);
        Release(side);
        return sum;
    }

    private static void Release(Flow branch)
    {
        if (branch.IsOwned)
        {
            branch.Value.Dispose();
        }
    }
}

/// <summary>Max pooling over windows side by side, with the ReLU before it and the layout that a flattening after it wants.</summary>
internal sealed class FusedPoolOperation(ReluOperation? relu, MaxPoolOperation pool, bool isFlattened) : FusedOperation(relu is null ? [pool] : [relu, pool])
{
    protected override bool IsFusedIn(in ForwardPass pass) => true;

    protected override Tensor RunFused(Tensor input, Tensor[] parameters, in ForwardPass pass) =>
        FusedLayers.LargestOfWindows(input, pool.Layer.Kernel, relu is not null, isFlattened);
}
#endif
