using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Specs;
using static LotteryLab.Engine.Architectures.LayerBlocks;

namespace LotteryLab.Engine.Architectures;

/// <summary>Options of Conv-2, Conv-4 and Conv-6.</summary>
public sealed record ConvOptions : ArchitectureOptions
{
    /// <summary>The published network with Glorot-normal weights.</summary>
    public ConvOptions() => Initializer = "glorot-normal";

    /// <summary>Factor on the published numbers of channels.</summary>
    [Option("Factor on the published numbers of channels (64, 128, 256); 1 is the published network.", Min = 0, MinExclusive = true, Max = 16)]
    public double WidthFactor { get; init; } = 1;

    /// <summary>Widths of the hidden linear layers.</summary>
    [Option("Widths of the hidden linear layers after the convolutions.", Min = 1, Max = 65536)]
    public IReadOnlyList<int> FcWidths { get; init; } = [256, 256];

    /// <summary>Dropout after each hidden linear layer.</summary>
    [Option("Probability of dropping a hidden unit of the linear layers in training; the paper also tries 0.5.", Min = 0, Max = 1, MaxExclusive = true)]
    public double Dropout { get; init; }
}

/// <summary>
/// Small VGG-like networks without batch norm: modules of two 3x3 convolutions and a 2x2 max pool, then linear layers. Names:
/// <c>conv_layers.0</c>, <c>conv_layers.1</c> ..., <c>fc_layers.0</c>, <c>fc_layers.1</c>, <c>fc</c>.
/// </summary>
public abstract class ConvNetwork(int modules) : Architecture<ConvOptions>
{
    private static readonly int[] Widths = [64, 128, 256];

    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new(
        Invariant($"conv-{2 * modules}"),
        Invariant($"Conv-{2 * modules}"),
        Invariant($"{2 * modules} convolutions of 3x3 with ReLU, a max pool after every second, and three linear layers; no batch norm. One of the three networks on which the first paper shows winning tickets for CIFAR-10."))
    {
        Papers = [ArchitecturePapers.LotteryTicket],
    };

    /// <inheritdoc/>
    protected override NetworkDefinition Build(ConvOptions options, ImageShape input, int classes)
    {
        var layers = new List<Layer>();
        var channels = input.Channels;
        for (var i = 0; i < 2 * modules; i++)
        {
            var width = Scale(Widths[i / 2], options.WidthFactor);
            layers.Add(new ConvolutionLayer(Invariant($"conv_layers.{i}"), channels, width, Kernel: 3, Padding: 1));
            layers.Add(new ReluLayer());
            channels = width;
            if (i % 2 == 1)
            {
                layers.Add(new MaxPoolLayer(2, 2));
            }
        }

        layers.Add(new FlattenLayer());
        AddHead(layers, ShapeInference.After(layers, input).Channels, options.FcWidths, classes, options.Dropout);
        return new NetworkDefinition(input, classes, layers);
    }
}

/// <summary>One module: 64 channels.</summary>
public sealed class Conv2() : ConvNetwork(1);

/// <summary>Two modules: 64 and 128 channels.</summary>
public sealed class Conv4() : ConvNetwork(2);

/// <summary>Three modules: 64, 128 and 256 channels.</summary>
public sealed class Conv6() : ConvNetwork(3);
