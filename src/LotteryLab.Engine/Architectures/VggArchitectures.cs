using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Specs;
using static LotteryLab.Engine.Architectures.LayerBlocks;

namespace LotteryLab.Engine.Architectures;

/// <summary>Options of VGG networks.</summary>
public sealed record VggOptions : ArchitectureOptions
{
    /// <summary>Batch-norm scales start uniform in (0, 1), as in open_lth.</summary>
    public VggOptions() => NormInitializer = "uniform";

    /// <summary>Divisor of the published numbers of channels.</summary>
    [Option("Divides the published numbers of channels (64 to 512); 1 is the published network, 8 a small one for quick trials.", Min = 1, Max = 64)]
    public int WidthDivisor { get; init; } = 1;

    /// <summary>Whether convolutions have a bias.</summary>
    [Option("Give every convolution a bias, as open_lth does; the filter-pruning papers do without.")]
    public bool ConvolutionBias { get; init; } = true;

    /// <summary>Classifier after the convolutions.</summary>
    [Option("Classifier: single (one linear layer), hidden (a hidden layer of 512 units with batch norm, as in L1 filter pruning).", Choices = ["single", "hidden"])]
    public string Head { get; init; } = "single";
}

/// <summary>VGG with batch norm and a short classifier, for small images.</summary>
public abstract class VggNetwork(int depth) : Architecture<VggOptions>
{
    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new(
        Invariant($"vgg-{depth}"),
        Invariant($"VGG-{depth} (batch norm)"),
        Invariant($"Plain stack of {depth - 3} convolutions of 3x3 with batch norm and ReLU, four max pools, an average pool and one linear layer. Large and easy to prune: most of its weights are redundant on CIFAR-10."))
    {
        Papers = [ArchitecturePapers.Vgg, ArchitecturePapers.OpenLth],
        KnownFailures = ["With learning rate 0.1 and rewinding to step 0 there are no winning tickets; rewind to a later step or warm up."],
    };

    /// <inheritdoc/>
    protected override NetworkDefinition Build(VggOptions options, ImageShape input, int classes) => new VggPlan
    {
        Units = [.. VggPlan.UnitsOfDepth(depth).Select(width => width == VggPlan.Pool ? VggPlan.Pool : Math.Max(1, width / options.WidthDivisor))],
        HasConvolutionBias = options.ConvolutionBias,
        HiddenWidth = options.Head == "hidden" ? Math.Max(1, 512 / options.WidthDivisor) : 0,
    }.Build(input, classes);
}

/// <summary>VGG-11.</summary>
public sealed class Vgg11() : VggNetwork(11);

/// <summary>VGG-13.</summary>
public sealed class Vgg13() : VggNetwork(13);

/// <summary>VGG-16.</summary>
public sealed class Vgg16() : VggNetwork(16);

/// <summary>VGG-19.</summary>
public sealed class Vgg19() : VggNetwork(19);
