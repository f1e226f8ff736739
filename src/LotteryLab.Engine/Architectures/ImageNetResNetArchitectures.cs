using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Specs;
using static LotteryLab.Engine.Architectures.LayerBlocks;

namespace LotteryLab.Engine.Architectures;

/// <summary>Options of the larger residual networks.</summary>
public sealed record ImageNetResNetOptions : ArchitectureOptions
{
    /// <summary>Batch-norm scales start uniform in (0, 1), as in open_lth.</summary>
    public ImageNetResNetOptions() => NormInitializer = "uniform";

    /// <summary>First layers.</summary>
    [Option("First layers: imagenet (7x7 convolution with stride 2 and a max pool, for large images) or cifar (3x3 convolution, for images up to 64 pixels).", Choices = ["imagenet", "cifar"])]
    public string Stem { get; init; } = "imagenet";

    /// <summary>Factor on the published channels.</summary>
    [Option("Factor on the published numbers of channels (64 to 512, times 4 in ResNet-50); 1 is the published network.", Min = 0, MinExclusive = true, Max = 8)]
    public double WidthFactor { get; init; } = 1;
}

/// <summary>
/// Residual networks of four stages. Names follow torchvision: <c>conv1</c>, <c>bn1</c>, <c>layer1.0.conv1</c> ...,
/// <c>layer2.0.downsample.0</c>, <c>fc</c>. The stride of a bottleneck sits on its 3x3 convolution, as there.
/// </summary>
public abstract class ImageNetResNet(int depth, IReadOnlyList<int> blocks, bool hasBottlenecks) : Architecture<ImageNetResNetOptions>
{
    private const int BottleneckExpansion = 4;

    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new(
        Invariant($"resnet-{depth}"),
        Invariant($"ResNet-{depth}"),
        Invariant($"Residual network of {depth} layers with four stages of {string.Join(", ", blocks)} {(hasBottlenecks ? "bottleneck" : "basic")} blocks. Its first layers are for images of 224 pixels; choose the cifar stem for small images."))
    {
        Papers = [ArchitecturePapers.ResNet],
        KnownFailures = ["With the imagenet stem, images of 32 pixels shrink to a single pixel before the last stage."],
    };

    /// <inheritdoc/>
    protected override NetworkDefinition Build(ImageNetResNetOptions options, ImageShape input, int classes)
    {
        var stem = Scale(64, options.WidthFactor);
        var layers = new List<Layer>();
        AddStem(layers, options.Stem, input.Channels, stem);
        var channels = stem;
        for (var stage = 0; stage < blocks.Count; stage++)
        {
            var width = Scale(64 << stage, options.WidthFactor);
            for (var i = 0; i < blocks[stage]; i++)
            {
                var outputs = hasBottlenecks ? width * BottleneckExpansion : width;
                layers.Add(Block(Invariant($"layer{stage + 1}.{i}"), channels, width, outputs, stage > 0 && i == 0 ? 2 : 1));
                layers.Add(new ReluLayer());
                channels = outputs;
            }
        }

        layers.Add(new GlobalAveragePoolLayer());
        layers.Add(new FlattenLayer());
        layers.Add(new LinearLayer("fc", channels, classes));
        return new NetworkDefinition(input, classes, layers);
    }

    private static void AddStem(List<Layer> layers, string kind, int inputs, int width)
    {
        var isLarge = kind == "imagenet";
        layers.Add(isLarge
            ? new ConvolutionLayer("conv1", inputs, width, Kernel: 7, Stride: 2, Padding: 3, HasBias: false)
            : new ConvolutionLayer("conv1", inputs, width, Kernel: 3, Padding: 1, HasBias: false));
        layers.Add(new BatchNormLayer("bn1", width));
        layers.Add(new ReluLayer());
        if (isLarge)
        {
            layers.Add(new MaxPoolLayer(3, 2, Padding: 1));
        }
    }

    private ResidualLayer Block(string name, int inputs, int width, int outputs, int stride)
    {
        List<Layer> body = hasBottlenecks
            ?
            [
                new ConvolutionLayer($"{name}.conv1", inputs, width, Kernel: 1, HasBias: false),
                new BatchNormLayer($"{name}.bn1", width),
                new ReluLayer(),
                new ConvolutionLayer($"{name}.conv2", width, width, Kernel: 3, stride, Padding: 1, HasBias: false),
                new BatchNormLayer($"{name}.bn2", width),
                new ReluLayer(),
                new ConvolutionLayer($"{name}.conv3", width, outputs, Kernel: 1, HasBias: false),
                new BatchNormLayer($"{name}.bn3", outputs),
            ]
            :
            [
                new ConvolutionLayer($"{name}.conv1", inputs, width, Kernel: 3, stride, Padding: 1, HasBias: false),
                new BatchNormLayer($"{name}.bn1", width),
                new ReluLayer(),
                new ConvolutionLayer($"{name}.conv2", width, outputs, Kernel: 3, Padding: 1, HasBias: false),
                new BatchNormLayer($"{name}.bn2", outputs),
            ];
        IReadOnlyList<Layer> shortcut = inputs == outputs && stride == 1
            ? []
            : [new ConvolutionLayer($"{name}.downsample.0", inputs, outputs, Kernel: 1, stride, Padding: 0, HasBias: false), new BatchNormLayer($"{name}.downsample.1", outputs)];
        return new ResidualLayer(body, shortcut);
    }
}

/// <summary>ResNet-18 with about 11 million weights.</summary>
public sealed class ResNet18() : ImageNetResNet(18, [2, 2, 2, 2], hasBottlenecks: false);

/// <summary>ResNet-34.</summary>
public sealed class ResNet34() : ImageNetResNet(34, [3, 4, 6, 3], hasBottlenecks: false);

/// <summary>ResNet-50.</summary>
public sealed class ResNet50() : ImageNetResNet(50, [3, 4, 6, 3], hasBottlenecks: true);
