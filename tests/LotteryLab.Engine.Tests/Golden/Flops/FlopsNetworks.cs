using System.Globalization;
using System.Text.RegularExpressions;
using LotteryLab.Engine.Architectures;
using LotteryLab.Engine.Networks;

namespace LotteryLab.Engine.Tests.Golden.Flops;

/// <summary>
/// Builds the published networks that a case names, by our architectures and plans: their name gives family and depth, their description
/// everything else, and every word of it has to be understood.
/// </summary>
internal static partial class FlopsNetworks
{
    // Variant A of L1 filter pruning: half of the first convolution and of the last six.
    private static readonly int[] PrunedVggUnits = [32, 64, 0, 128, 128, 0, 256, 256, 256, 0, 256, 256, 256, 0, 256, 256, 256];

    private const int Classes = 10;

    public static NetworkDefinition Build(string name, string description, ImageShape input)
    {
        var match = Name().Match(name);
        GoldenCase.Require(match.Success, $"'{name}' is no known network");
        return match.Groups["family"].Value switch
        {
            "lenet" => LeNet(name, description, input),
            "conv" => Conv(name, description, input),
            "resnet" => ResNet(Depth(match), match.Groups["variant"].Value, description, input),
            _ => Vgg(Depth(match), match.Groups["variant"].Value, description, input),
        };
    }

    /// <summary>ResNet-32 with plain projections and biases, without some blocks of its first two stages.</summary>
    public static NetworkDefinition WithoutBlocks(int fromFirst, int fromSecond = 0) =>
        new CifarResNetPlan
        {
            BlocksPerStage = [5 - fromFirst, 5 - fromSecond, 5],
            StageWidths = [16, 32, 64],
            Shortcut = ShortcutKind.PlainProjection,
            HasConvolutionBias = true,
        }.Build(new ImageShape(3, 32, 32), Classes);

    /// <summary>Whether the repository that counts reference operations has this network.</summary>
    public static bool HasReferenceCount(string name) => ReferenceName().IsMatch(name);

    private static NetworkDefinition LeNet(string name, string description, ImageShape input)
    {
        var match = LeNetWords().Match(description);
        GoldenCase.Require(match.Success, $"{name}: '{description}' is not understood");
        var widths = Numbers(match.Groups["widths"].Value, '-');
        GoldenCase.Require(widths[0] == input.Count && widths[^1] == Classes && name == $"lenet-{string.Join('-', widths[1..^1])}", $"{name}: '{description}' are other widths");
        return new Mlp().Build(new MlpOptions { Widths = widths[1..^1] }, input, Classes);
    }

    private static NetworkDefinition Conv(string name, string description, ImageShape input)
    {
        var match = ConvWords().Match(description);
        GoldenCase.Require(match.Success, $"{name}: '{description}' is not understood");
        var units = match.Groups["units"].Value.Split(", ");
        var head = Numbers(match.Groups["head"].Value, '-');
        GoldenCase.Require(head[^1] == Classes, $"{name}: its head has {head[^1]} classes");
        var network = KnownArchitectures.Find(name).Build(new ConvOptions { FcWidths = head[..^1] }, input, Classes);
        string[] ours = [.. network.Layers.TakeWhile(layer => layer is not FlattenLayer).Select(layer => layer switch
        {
            ConvolutionLayer convolution => convolution.Outputs.ToString(CultureInfo.InvariantCulture),
            MaxPoolLayer => "'M'",
            _ => "",
        }).Where(unit => unit.Length > 0)];
        GoldenCase.Require(units.SequenceEqual(ours), $"{name}: '{description}' are other convolutions than {string.Join(", ", ours)}");
        return network;
    }

    private static NetworkDefinition ResNet(int depth, string variant, string description, ImageShape input)
    {
        if (variant == "A-pruned")
        {
            var match = PrunedResNetWords().Match(description);
            GoldenCase.Require(match.Success && Depth(match) == depth, $"resnet-{depth}-{variant}: '{description}' is not understood");
            return (CifarResNetPlan.OfDepth(depth, 1, ShortcutKind.ZeroPadAveraged) with { InnerWidths = Numbers(match.Groups["widths"].Value, ',') }).Build(input, Classes);
        }

        var (shortcut, hasBias, expected) = description switch
        {
            "parameter-free shortcut (2x2 average pool, zero channels), convs without bias" => (ShortcutKind.ZeroPadAveraged, false, "A"),
            "1x1 conv + BN shortcut (open_lth cifar_resnet), convs without bias" => (ShortcutKind.Projection, false, "B"),
            "1x1 conv shortcut WITHOUT BN, every conv with bias (the layer-ticket authors' Keras network)" => (ShortcutKind.PlainProjection, true, "K"),
            _ => throw new GoldenException($"resnet-{depth}-{variant}: '{description}' is not understood."),
        };
        GoldenCase.Require(variant == expected, $"resnet-{depth}-{variant}: '{description}' is variant {expected}");
        return (CifarResNetPlan.OfDepth(depth, 1, shortcut) with { HasConvolutionBias = hasBias }).Build(input, Classes);
    }

    private static NetworkDefinition Vgg(int depth, string variant, string description, ImageShape input)
    {
        if (variant == "A-pruned")
        {
            GoldenCase.Require(depth == 16 && description == "vgg-16-rethinking-l1 after L1 pruning variant A", $"vgg-{depth}-{variant}: '{description}' is not understood");
            return new VggPlan { Units = PrunedVggUnits, HasConvolutionBias = false, HiddenWidth = 512 }.Build(input, Classes);
        }

        var (hasBias, isHidden, expected) = description switch
        {
            "convs without bias, BN, head 512-512-BN1d-10" => (false, true, "rethinking-l1"),
            "convs without bias, BN, head one Linear 512-10" => (false, false, "slimming"),
            "convs with bias, BN, head one Linear 512-10" => (true, false, "open-lth"),
            _ => throw new GoldenException($"vgg-{depth}-{variant}: '{description}' is not understood."),
        };
        GoldenCase.Require(variant == expected, $"vgg-{depth}-{variant}: '{description}' is variant {expected}");
        return new VggPlan { Units = VggPlan.UnitsOfDepth(depth), HasConvolutionBias = hasBias, HiddenWidth = isHidden ? 512 : 0 }.Build(input, Classes);
    }

    private static int Depth(Match match) => int.Parse(match.Groups["depth"].ValueSpan, CultureInfo.InvariantCulture);

    private static int[] Numbers(string text, char separator) => [.. text.Split(separator, StringSplitOptions.TrimEntries).Select(number => int.Parse(number, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"^(?<family>lenet|conv|resnet|vgg)-(?<depth>\d+)(?:-(?<variant>.+))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"^(?:resnet-\d+-A|vgg-\d+-(?:rethinking-l1|slimming|A))(?:-pruned)?$", RegexOptions.CultureInvariant)]
    private static partial Regex ReferenceName();

    [GeneratedRegex(@"^(?<widths>\d+(?:-\d+)+) with biases$", RegexOptions.CultureInvariant)]
    private static partial Regex LeNetWords();

    [GeneratedRegex(@"^conv3x3 pad1 with biases \[(?<units>(?:\d+|'M')(?:, (?:\d+|'M'))*)\], fc (?<head>\d+(?:-\d+)+) with biases$", RegexOptions.CultureInvariant)]
    private static partial Regex ConvWords();

    [GeneratedRegex(@"^resnet-(?<depth>\d+) \(shortcut A\) after L1 pruning variant A; inner widths \[(?<widths>\d+(?:, \d+)*)\]$", RegexOptions.CultureInvariant)]
    private static partial Regex PrunedResNetWords();
}
