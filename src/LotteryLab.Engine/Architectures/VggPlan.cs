using LotteryLab.Engine.Networks;
using static LotteryLab.Engine.Architectures.LayerBlocks;

namespace LotteryLab.Engine.Architectures;

/// <summary>
/// A VGG network with batch norm for small images, convolution by convolution, so that filter pruning can build what is left. Names as
/// in open_lth: <c>layers.i.conv</c> and <c>layers.i.bn</c>, where i counts max pools too; <c>fc_layers.0</c> and
/// <c>fc_layers.0.bn</c> when the head has a hidden layer; <c>fc</c>.
/// </summary>
public sealed record VggPlan
{
    /// <summary>Stands for a 2x2 max pool in <see cref="Units"/>.</summary>
    public const int Pool = 0;

    /// <summary>Channels of the convolutions, with <see cref="Pool"/> for the max pools.</summary>
    public required IReadOnlyList<int> Units { get; init; }

    /// <summary>Whether convolutions have a bias.</summary>
    public bool HasConvolutionBias { get; init; } = true;

    /// <summary>Width of a hidden linear layer with batch norm and ReLU before the output; 0 for none.</summary>
    public int HiddenWidth { get; init; }

    /// <summary>Plans by number of layers, as in open_lth.</summary>
    public static IReadOnlyList<int> UnitsOfDepth(int depth) => depth switch
    {
        11 => [64, Pool, 128, Pool, 256, 256, Pool, 512, 512, Pool, 512, 512],
        13 => [64, 64, Pool, 128, 128, Pool, 256, 256, Pool, 512, 512, Pool, 512, 512],
        16 => [64, 64, Pool, 128, 128, Pool, 256, 256, 256, Pool, 512, 512, 512, Pool, 512, 512, 512],
        19 => [64, 64, Pool, 128, 128, Pool, 256, 256, 256, 256, Pool, 512, 512, 512, 512, Pool, 512, 512, 512, 512],
        _ => throw new LotteryLabException("architecture.depth", $"There is no VGG-{depth}.", "Choose 11, 13, 16 or 19."),
    };

    /// <summary>Builds the layers. A last 2x2 average pool is left out when the image is already a single pixel.</summary>
    public NetworkDefinition Build(ImageShape input, int classes)
    {
        var layers = new List<Layer>();
        var channels = input.Channels;
        for (var i = 0; i < Units.Count; i++)
        {
            if (Units[i] == Pool)
            {
                layers.Add(new MaxPoolLayer(2, 2));
                continue;
            }

            layers.Add(new ConvolutionLayer(Invariant($"layers.{i}.conv"), channels, Units[i], Kernel: 3, Padding: 1, HasBias: HasConvolutionBias));
            layers.Add(new BatchNormLayer(Invariant($"layers.{i}.bn"), Units[i]));
            layers.Add(new ReluLayer());
            channels = Units[i];
        }

        var last = ShapeInference.After(layers, input);
        if (last is { Height: > 1, Width: > 1 })
        {
            layers.Add(new AveragePoolLayer(2, 2));
        }

        layers.Add(new FlattenLayer());
        var features = ShapeInference.After(layers, input).Channels;
        if (HiddenWidth > 0)
        {
            layers.Add(new LinearLayer("fc_layers.0", features, HiddenWidth));
            layers.Add(new BatchNormLayer("fc_layers.0.bn", HiddenWidth));
            layers.Add(new ReluLayer());
            features = HiddenWidth;
        }

        layers.Add(new LinearLayer("fc", features, classes));
        return new NetworkDefinition(input, classes, layers);
    }
}
