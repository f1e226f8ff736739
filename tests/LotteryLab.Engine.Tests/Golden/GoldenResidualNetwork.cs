using System.Text.RegularExpressions;
using LotteryLab.Engine.Networks;

namespace LotteryLab.Engine.Tests.Golden;

/// <summary>
/// Rebuilds residual networks of basic blocks from the names and shapes of their tensors, whatever the names of the blocks are:
/// <c>blocks.3</c>, <c>layer2.0</c>, <c>block1</c>. A block whose width changes and that has no shortcut tensors averages and pads.
/// </summary>
internal static partial class GoldenResidualNetwork
{
    /// <summary>The layers, or null when the tensors are not those of a residual network.</summary>
    public static IReadOnlyList<Layer>? TryBuild(string description, IReadOnlyDictionary<string, GoldenTensor> parameters)
    {
        var blocks = parameters.Keys
            .Select(name => Block().Match(name))
            .Where(match => match.Success)
            .Select(match => match.Groups[1].Value)
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        var prefix = parameters.ContainsKey("model.conv1.weight") ? "model." : "";
        var stem = $"{prefix}{(parameters.ContainsKey("conv.weight") ? "conv" : "conv1")}";
        if (blocks.Length == 0 || !parameters.TryGetValue($"{stem}.weight", out var first))
        {
            return null;
        }

        var kernel = (int)first.Shape[2];
        var layers = new List<Layer>
        {
            Convolution(stem, parameters, stride: kernel == 7 ? 2 : 1),
            Norm(stem.EndsWith('1') ? $"{prefix}bn1" : $"{prefix}bn", parameters),
            new ReluLayer(),
        };
        if (kernel == 7)
        {
            layers.Add(new MaxPoolLayer(3, 2, Padding: 1));
        }

        foreach (var block in blocks)
        {
            layers.Add(Residual(block, parameters));
            layers.Add(new ReluLayer());
        }

        layers.AddRange([new GlobalAveragePoolLayer(), new FlattenLayer()]);
        var output = parameters[$"{prefix}fc.weight"].Shape;
        layers.Add(new LinearLayer($"{prefix}fc", (int)output[1], (int)output[0], parameters.ContainsKey($"{prefix}fc.bias")));
        return description.Contains("shortcut", StringComparison.Ordinal) || prefix.Length > 0 ? layers : null;
    }

    private static ResidualLayer Residual(string block, IReadOnlyDictionary<string, GoldenTensor> parameters)
    {
        var inputs = (int)parameters[$"{block}.conv1.weight"].Shape[1];
        var outputs = (int)parameters[$"{block}.conv2.weight"].Shape[0];
        var projection = new[] { "shortcut", "downsample" }.Select(name => $"{block}.{name}").FirstOrDefault(name => parameters.ContainsKey($"{name}.0.weight"));
        var stride = inputs == outputs && projection is null ? 1 : 2;
        IReadOnlyList<Layer> shortcut = stride == 1 ? []
            : projection is null ? [new ZeroPadShortcutLayer(inputs, outputs, stride, IsAveraged: true)]
            : [Convolution($"{projection}.0", parameters, stride), Norm($"{projection}.1", parameters)];
        return new ResidualLayer(
            [
                Convolution($"{block}.conv1", parameters, stride),
                Norm($"{block}.bn1", parameters),
                new ReluLayer(),
                Convolution($"{block}.conv2", parameters, stride: 1),
                Norm($"{block}.bn2", parameters),
            ],
            shortcut);
    }

    private static ConvolutionLayer Convolution(string name, IReadOnlyDictionary<string, GoldenTensor> parameters, int stride)
    {
        var shape = parameters[$"{name}.weight"].Shape;
        return new ConvolutionLayer(name, (int)shape[1], (int)shape[0], (int)shape[2], stride, (int)shape[2] / 2, parameters.ContainsKey($"{name}.bias"));
    }

    private static BatchNormLayer Norm(string name, IReadOnlyDictionary<string, GoldenTensor> parameters)
    {
        var channels = (parameters.GetValueOrDefault($"{name}.weight") ?? parameters[$"{name}.running_mean"]).Shape[0];
        return new BatchNormLayer(name, (int)channels, parameters.ContainsKey($"{name}.weight"));
    }

    [GeneratedRegex(@"^(.+)\.conv2\.weight$", RegexOptions.CultureInvariant)]
    private static partial Regex Block();
}
