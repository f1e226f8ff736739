using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Specs;
using static LotteryLab.Engine.Architectures.LayerBlocks;

namespace LotteryLab.Engine.Architectures;

/// <summary>Options of residual networks for small images.</summary>
public record CifarResNetOptions : ArchitectureOptions
{
    /// <summary>Batch-norm scales start uniform in (0, 1), as in open_lth.</summary>
    public CifarResNetOptions() => NormInitializer = "uniform";

    /// <summary>Factor on 16, 32 and 64 channels.</summary>
    [Option("Factor on the published 16, 32 and 64 channels; 1 is the published network.", Min = 0, MinExclusive = true, Max = 16)]
    public double WidthFactor { get; init; } = 1;

    /// <summary>Shortcut where the image shrinks.</summary>
    [Option("Shortcut where the image shrinks: projection (1x1 convolution and batch norm, as open_lth), projection-plain (without batch norm), zero-pad (every second pixel, zero channels), zero-pad-average (2x2 mean, zero channels).", Choices = ["projection", "projection-plain", "zero-pad", "zero-pad-average"])]
    public string Shortcut { get; init; } = "projection";

    /// <summary>Whether convolutions have a bias.</summary>
    [Option("Give every convolution a bias; batch norm makes it redundant, but some published networks have one.")]
    public bool ConvolutionBias { get; init; }
}

/// <summary>Options of the residual network whose depth is free.</summary>
public sealed record AnyDepthResNetOptions : CifarResNetOptions
{
    /// <summary>Number of layers with weights on the main path: 6n + 2.</summary>
    [Option("Number of layers: 6n + 2, with n blocks in each of three stages (8, 14, 20, 26, ...).", Min = 8, Max = 1202, Unit = "layers")]
    public int Depth { get; init; } = 20;
}

/// <summary>Residual networks of He et al. for CIFAR-10.</summary>
public abstract class CifarResNet<TOptions> : Architecture<TOptions>
    where TOptions : CifarResNetOptions, new()
{
    /// <summary>Depth under the given options.</summary>
    protected abstract int DepthOf(TOptions options);

    /// <inheritdoc/>
    protected override NetworkDefinition Build(TOptions options, ImageShape input, int classes) =>
        (CifarResNetPlan.OfDepth(DepthOf(options), options.WidthFactor, KindOf(options.Shortcut)) with { HasConvolutionBias = options.ConvolutionBias })
            .Build(input, classes);

    private static ShortcutKind KindOf(string name) => name switch
    {
        "projection-plain" => ShortcutKind.PlainProjection,
        "zero-pad" => ShortcutKind.ZeroPad,
        "zero-pad-average" => ShortcutKind.ZeroPadAveraged,
        _ => ShortcutKind.Projection,
    };
}

/// <summary>A residual network of one published depth.</summary>
public abstract class FixedDepthResNet(int depth, string remark) : CifarResNet<CifarResNetOptions>
{
    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new(
        Invariant($"resnet-{depth}"),
        Invariant($"ResNet-{depth} (CIFAR)"),
        Invariant($"Residual network of {depth} layers for small images: three stages of {(depth - 2) / 6} blocks with 16, 32 and 64 channels, batch norm, global average pool. {remark}"))
    {
        Papers = [ArchitecturePapers.ResNet, ArchitecturePapers.OpenLth],
        KnownFailures = ["With learning rate 0.1 and rewinding to step 0, pruned networks train no better than random tickets; rewind to a later step or warm up."],
    };

    /// <inheritdoc/>
    protected override int DepthOf(CifarResNetOptions options) => depth;
}

/// <summary>ResNet-20.</summary>
public sealed class ResNet20() : FixedDepthResNet(20, "The usual network for CIFAR-10 tickets; the first paper calls it Resnet-18.");

/// <summary>ResNet-32.</summary>
public sealed class ResNet32() : FixedDepthResNet(32, "Used for layer tickets and for pruning at initialisation.");

/// <summary>ResNet-44.</summary>
public sealed class ResNet44() : FixedDepthResNet(44, "A middle depth for transferring tickets between depths.");

/// <summary>ResNet-56.</summary>
public sealed class ResNet56() : FixedDepthResNet(56, "Used for learning-rate rewinding and filter pruning.");

/// <summary>ResNet-110.</summary>
public sealed class ResNet110() : FixedDepthResNet(110, "The deepest of the usual ones; slow to train.");

/// <summary>A residual network of any depth 6n + 2.</summary>
public sealed class ResNetCifar : CifarResNet<AnyDepthResNetOptions>
{
    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new(
        "resnet-cifar",
        "ResNet (CIFAR), any depth",
        "Residual network for small images with a depth of your choice, 6n + 2: three stages of n blocks. Choose a small depth and width factor for quick trials.")
    {
        Papers = [ArchitecturePapers.ResNet, ArchitecturePapers.OpenLth],
    };

    /// <inheritdoc/>
    protected override int DepthOf(AnyDepthResNetOptions options) => options.Depth;
}
