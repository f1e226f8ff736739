using LotteryLab.Engine.Networks;
using static LotteryLab.Engine.Architectures.LayerBlocks;

namespace LotteryLab.Engine.Architectures;

/// <summary>How a residual block carries its input over a change of size.</summary>
public enum ShortcutKind
{
    /// <summary>1x1 convolution and batch norm ("option B").</summary>
    Projection,

    /// <summary>1x1 convolution without batch norm.</summary>
    PlainProjection,

    /// <summary>Every second pixel, zero channels on both sides ("option A").</summary>
    ZeroPad,

    /// <summary>2x2 mean, zero channels at the end (option A of the rethinking-pruning code).</summary>
    ZeroPadAveraged,
}

/// <summary>
/// A residual network for small images, block by block, so that methods which drop blocks or filters can build exactly what is left:
/// 3x3 convolution, stages of basic blocks, global average pool, linear layer. Tensor names are those of open_lth.
/// </summary>
public sealed record CifarResNetPlan
{
    /// <summary>Number of blocks of each stage; each stage after the first halves the image.</summary>
    public required IReadOnlyList<int> BlocksPerStage { get; init; }

    /// <summary>Channels of each stage.</summary>
    public required IReadOnlyList<int> StageWidths { get; init; }

    /// <summary>Channels between the two convolutions of each block, over all blocks; empty means the stage's width.</summary>
    public IReadOnlyList<int> InnerWidths { get; init; } = [];

    /// <summary>Shortcut where the size changes.</summary>
    public ShortcutKind Shortcut { get; init; } = ShortcutKind.Projection;

    /// <summary>Whether convolutions have a bias.</summary>
    public bool HasConvolutionBias { get; init; }

    /// <summary>The published network of depth 6n + 2.</summary>
    /// <exception cref="LotteryLabException">There is no such depth.</exception>
    public static CifarResNetPlan OfDepth(int depth, double widthFactor = 1, ShortcutKind shortcut = ShortcutKind.Projection)
    {
        if (depth < 8 || (depth - 2) % 6 != 0)
        {
            throw new LotteryLabException("architecture.depth", $"A residual network of this family cannot have depth {depth}.", "Choose 6n + 2, for example 8, 14, 20, 32, 44, 56 or 110.");
        }

        var blocks = (depth - 2) / 6;
        return new CifarResNetPlan
        {
            BlocksPerStage = [blocks, blocks, blocks],
            StageWidths = [Scale(16, widthFactor), Scale(32, widthFactor), Scale(64, widthFactor)],
            Shortcut = shortcut,
        };
    }

    /// <summary>Builds the layers.</summary>
    public NetworkDefinition Build(ImageShape input, int classes)
    {
        var total = BlocksPerStage.Sum();
        if (BlocksPerStage.Count != StageWidths.Count || (InnerWidths.Count != 0 && InnerWidths.Count != total))
        {
            throw new ArgumentException($"The plan lists {BlocksPerStage.Count} stages, {StageWidths.Count} stage widths, {total} blocks and {InnerWidths.Count} inner widths.");
        }

        var layers = new List<Layer>
        {
            new ConvolutionLayer("conv", input.Channels, StageWidths[0], Kernel: 3, Padding: 1, HasBias: HasConvolutionBias),
            new BatchNormLayer("bn", StageWidths[0]),
            new ReluLayer(),
        };
        var channels = StageWidths[0];
        var block = 0;
        for (var stage = 0; stage < BlocksPerStage.Count; stage++)
        {
            for (var i = 0; i < BlocksPerStage[stage]; i++)
            {
                var inner = InnerWidths.Count == 0 ? StageWidths[stage] : InnerWidths[block];
                var stride = stage > 0 && i == 0 ? 2 : 1;
                layers.Add(Block(Invariant($"blocks.{block}"), channels, inner, StageWidths[stage], stride));
                layers.Add(new ReluLayer());
                channels = StageWidths[stage];
                block++;
            }
        }

        layers.Add(new GlobalAveragePoolLayer());
        layers.Add(new FlattenLayer());
        layers.Add(new LinearLayer("fc", channels, classes));
        return new NetworkDefinition(input, classes, layers);
    }

    private ResidualLayer Block(string name, int inputs, int inner, int outputs, int stride) => new(
        [
            new ConvolutionLayer($"{name}.conv1", inputs, inner, Kernel: 3, stride, Padding: 1, HasConvolutionBias),
            new BatchNormLayer($"{name}.bn1", inner),
            new ReluLayer(),
            new ConvolutionLayer($"{name}.conv2", inner, outputs, Kernel: 3, Padding: 1, HasBias: HasConvolutionBias),
            new BatchNormLayer($"{name}.bn2", outputs),
        ],
        inputs == outputs && stride == 1 ? [] : Bridge(name, inputs, outputs, stride));

    private IReadOnlyList<Layer> Bridge(string name, int inputs, int outputs, int stride)
    {
        var projection = new ConvolutionLayer($"{name}.shortcut.0", inputs, outputs, Kernel: 1, stride, Padding: 0, HasConvolutionBias);
        return Shortcut switch
        {
            ShortcutKind.Projection => [projection, new BatchNormLayer($"{name}.shortcut.1", outputs)],
            ShortcutKind.PlainProjection => [projection],
            _ => [new ZeroPadShortcutLayer(inputs, outputs, stride, IsAveraged: Shortcut == ShortcutKind.ZeroPadAveraged)],
        };
    }
}
