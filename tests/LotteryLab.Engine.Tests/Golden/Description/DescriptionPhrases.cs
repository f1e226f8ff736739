using System.Globalization;
using System.Text.RegularExpressions;
using LotteryLab.Engine.Networks;

namespace LotteryLab.Engine.Tests.Golden.Description;

/// <summary>The vocabulary: each phrase and what it says. The first that fits at a place is taken.</summary>
internal sealed partial class DescriptionReader
{
    private const string Real32 = @"\d+(?:\.\d+)?(?:e-?\d+)?";

    private static readonly IReadOnlyList<(Regex Pattern, Action<DescriptionReader, Match> Take)> Phrases =
    [
        // About the network as a whole. These stand before single words that they begin with.
        Phrase(@"relu between layers|relu between", (reader, _) => GoldenCase.Require(reader.isMlp, "network.architecture: 'relu between' is said of an mlp")),
        Phrase(@"none after the last", (reader, _) => GoldenCase.Require(reader.isMlp, "network.architecture: 'none after the last' is said of an mlp")),
        Phrase(@"no normalisation(?: inside)?", (_, _) => { }),
        Phrase(@"no biases(?: anywhere)?", (reader, _) => reader.hasBiases = false),
        Phrase(@"non-?zero biases(?: everywhere)?", (reader, _) => (reader.hasBiases, reader.hasZeroBiases) = (true, false)),
        Phrase(@"zero biases(?: everywhere)?|biases \(all zero\)", (reader, _) => (reader.hasBiases, reader.hasZeroBiases) = (true, true)),
        Phrase(@"(?:with )?biases(?: everywhere)?", (reader, _) => reader.hasBiases = true),
        Phrase(@"prunable tensors are (?:the |all )?(?:\w*\*\.weight)(?: of conv and fc)?", (_, _) => { }),
        Phrase(@"parameters include bn running_mean and running_var", (reader, _) => reader.givesRunningStatistics = true),
        Phrase(@"BN without affine parameters", (reader, _) => reader.areNormsAffine = false),
        Phrase(@"bn fresh \(1, 0, mean 0, var 1\)", (reader, _) => (reader.hasFreshNorms, reader.areNormsAffine) = (true, true)),
        Phrase(@"(?:batch norm |BN )?eps (?<eps>" + Real32 + ")", (reader, match) => reader.epsilon = Real(match, "eps")),
        Phrase(@"(?:batch norm |BN )?momentum (?<momentum>" + Real32 + ")", (reader, match) => reader.momentum = Real(match, "momentum")),
        Phrase(@"weights sign \* sqrt\(2/fan_in\)", (reader, _) => reader.hasSignedConstants = true),
        Phrase(@"input (?<c>\d+)x(?<h>\d+)x(?<w>\d+)", (reader, match) => reader.input = new ImageShape(Number(match, "c"), Number(match, "h"), Number(match, "w"))),
        Phrase(@"names (?<names>\w+(?:, \w+)*)", (reader, match) => reader.names = match.Groups["names"].Value.Split(", ")),
        Phrase(@"(?<tensor>\w+\.\w+) is \[(?<shape>\d+(?:, ?\d+)*)\]", (reader, match) =>
            reader.statedShapes[match.Groups["tensor"].Value] = [.. match.Groups["shape"].Value.Split(',').Select(size => long.Parse(size, CultureInfo.InvariantCulture))]),

        // Layers.
        Phrase(@"mlp (?<widths>\d+(?:-\d+)+)", (reader, match) => reader.TakeMlp(match)),
        Phrase(@"conv(?:(?<number>\d+)(?!x|\d))?(?: ?(?<kernel>\d+)x(?<width>\d+))?", (reader, match) =>
        {
            GoldenCase.Require(!reader.isMlp, "network.architecture: an mlp has no convolutions");
            reader.layers.Add(new DescribedLayer(LayerKind.Convolution) { Name = match.Groups["number"].Success ? $"conv{match.Groups["number"].Value}" : null, Kernel = match.Groups["kernel"].Success ? Square(match) : null });
        }),
        Phrase(@"fc\d*(?![\d.*])", (reader, match) => reader.layers.Add(new DescribedLayer(LayerKind.Linear) { Name = match.Value })),
        Phrase(@"(?:bn|BN)(?<number>\d*)(?: ?\((?<kind>affine|eval|fresh)(?:: weight 1, bias 0, running mean 0, running var 1(?:, eps (?<eps>" + Real32 + @"))?)?\))?", (reader, match) => reader.TakeNorm(match)),
        Phrase(@"relu|ReLU", (reader, _) =>
        {
            if (!reader.isMlp)
            {
                reader.AddPlain(new ReluLayer());
            }
        }),
        Phrase(@"max-?pool (?<kernel>\d+)(?:x(?<width>\d+))?(?: stride (?<stride>\d+))?(?: pad (?<pad>\d+))?", (reader, match) =>
            reader.AddPlain(new MaxPoolLayer(Square(match), match.Groups["stride"].Success ? Number(match, "stride") : Square(match), match.Groups["pad"].Success ? Number(match, "pad") : 0))),
        Phrase(@"(?:avg-?pool|average pool) (?<kernel>\d+)(?:x(?<width>\d+))?", (reader, match) => reader.AddPlain(new AveragePoolLayer(Square(match), Square(match)))),
        Phrase(@"global[- ]average[- ]pool|mean over (?:space|H, ?W)", (reader, _) => reader.AddPlain(new GlobalAveragePoolLayer())),
        Phrase(@"flatten", (reader, _) => reader.AddPlain(new FlattenLayer())),

        // Attributes of a layer.
        Phrase(@"(?<kernel>\d+)x(?<width>\d+)", (reader, match) => reader.Describe(layer => layer with { Kernel = Square(match) }, match.Value)),
        Phrase(@"(?<in>\d+) ?-> ?(?<out>\d+)", (reader, match) => reader.Describe(layer => layer with { Widths = (Number(match, "in"), Number(match, "out")) }, match.Value)),
        Phrase(@"pad ?(?<pad>\d+)", (reader, match) => reader.Describe(layer => layer with { Padding = Number(match, "pad") }, match.Value)),
        Phrase(@"stride ?(?<stride>\d+)", (reader, match) => reader.Describe(layer => layer with { Stride = Number(match, "stride") }, match.Value)),
        Phrase(@"groups ?(?<groups>\d+)", (reader, match) => reader.Describe(layer => layer with { Groups = Number(match, "groups") }, match.Value)),
        Phrase(@"no bias\b", (reader, match) => reader.Describe(layer => layer with { HasBias = false }, match.Value)),
        Phrase(@"with zero bias\b", (reader, match) =>
        {
            reader.Describe(layer => layer with { HasBias = true }, match.Value);
            reader.hasZeroBiases = true;
        }),
        Phrase(@"(?:with )?bias\b", (reader, match) => reader.Describe(layer => layer with { HasBias = true }, match.Value)),

        // What separates them.
        (new Regex(@"\G[\s,;.()+]+", RegexOptions.CultureInvariant), (_, _) => { }),
    ];

    private void TakeNorm(Match match)
    {
        var kind = match.Groups["kind"].Value;
        hasFreshNorms |= kind == "fresh";
        epsilon = match.Groups["eps"].Success ? Real(match, "eps") : epsilon;
        layers.Add(new DescribedLayer(LayerKind.Norm) { Name = match.Groups["number"].Length > 0 ? $"bn{match.Groups["number"].Value}" : null, IsAffine = kind is "affine" or "fresh" ? true : null });
    }

    private static int Square(Match match)
    {
        GoldenCase.Require(!match.Groups["width"].Success || match.Groups["width"].Value == match.Groups["kernel"].Value, $"network.architecture: '{match.Value}' is not square, which no layer here can be");
        return Number(match, "kernel");
    }

    private static (Regex Pattern, Action<DescriptionReader, Match> Take) Phrase(string pattern, Action<DescriptionReader, Match> take) =>
        (new Regex($@"\G(?:{pattern})(?![A-Za-z])", RegexOptions.CultureInvariant), take);

    [GeneratedRegex(@"^open_lth cifar_resnet_(?<depth>\d+)(?:_(?<width>\d+))?: conv (?<channels>\d+)->W 3x3 pad ?1 no bias, bn, relu; three segments of D blocks \(here D=(?<blocks>\d+)\) with W,2W,4W filters, W=(?<filters>\d+); block: conv3x3\(stride 2 if first of segments 2 and 3\) bn relu conv3x3 bn, plus shortcut \(identity, or conv1x1 stride 2 no bias \+ bn\), relu; global average pool; fc 4W->(?<classes>\d+)\. Parameter names conv, bn, blocks\.i\.conv1/bn1/conv2/bn2/shortcut\.0/shortcut\.1, fc$", RegexOptions.CultureInvariant)]
    private static partial Regex OpenLthResidual();
}
