using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using LotteryLab.Engine.Architectures;
using LotteryLab.Engine.Networks;

namespace LotteryLab.Engine.Tests.Golden.Flops;

/// <summary>Builds the networks that the case names, from our architectures and plans.</summary>
internal static partial class FlopsNetworks
{
    // Variant A of L1 filter pruning: half of the first convolution and of the last six.
    private static readonly int[] PrunedVggUnits = [32, 64, 0, 128, 128, 0, 256, 256, 256, 0, 256, 256, 256, 0, 256, 256, 256];

    public static NetworkDefinition Build(string name, JsonElement entry)
    {
        var sizes = entry.GetProperty("input").EnumerateArray().Select(size => size.GetInt32()).ToArray();
        var input = new ImageShape(sizes[0], sizes[1], sizes[2]);
        return name switch
        {
            "vgg-16-A-pruned" => new VggPlan { Units = PrunedVggUnits, HasConvolutionBias = false, HiddenWidth = 512 }.Build(input, 10),
            "resnet-56-A-pruned" => (CifarResNetPlan.OfDepth(56, 1, ShortcutKind.ZeroPadAveraged) with { InnerWidths = Numbers(entry.GetProperty("description").GetString()!) }).Build(input, 10),
            _ => FromCatalog(name, input),
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
        }.Build(new ImageShape(3, 32, 32), 10);

    private static NetworkDefinition FromCatalog(string name, ImageShape input)
    {
        var match = Variant().Match(name);
        var architecture = KnownArchitectures.Find(match.Groups["family"].Value);
        object options = match.Groups["variant"].Value switch
        {
            "A" => new CifarResNetOptions { Shortcut = "zero-pad-average" },
            "B" => new CifarResNetOptions(),
            "K" => new CifarResNetOptions { Shortcut = "projection-plain", ConvolutionBias = true },
            "rethinking-l1" => new VggOptions { ConvolutionBias = false, Head = "hidden" },
            "slimming" => new VggOptions { ConvolutionBias = false },
            _ => Activator.CreateInstance(architecture.OptionsType)!,
        };
        return architecture.Build(options, input, 10);
    }

    private static IReadOnlyList<int> Numbers(string description) =>
        [.. description[(description.IndexOf('[') + 1)..description.IndexOf(']')].Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"^(?<family>lenet-300-100|[a-z]+-\d+)(?:-(?<variant>.+))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Variant();
}
