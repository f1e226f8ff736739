using System.Globalization;
using System.Text.RegularExpressions;
using LotteryLab.Engine.Architectures;
using LotteryLab.Engine.Networks;

namespace LotteryLab.Engine.Tests.Golden.Description;

/// <summary>
/// The one reader of networks in words: "mlp 12-20-10-4, relu, biases", "conv1 3x3 pad 1 (2->4) relu, maxpool 2x2, flatten, fc1 54->8 relu,
/// fc2 8->3; biases everywhere", with their variants of word order, and open_lth's residual networks. Every word has to be understood. What
/// the words leave open, whether a layer has a bias and what the layers of an mlp are called, is taken from the names of the tensors.
/// </summary>
internal sealed partial class DescriptionReader
{
    private readonly IReadOnlyList<string> tensors;
    private readonly List<DescribedLayer> layers = [];
    private readonly Dictionary<string, long[]> statedShapes = new(StringComparer.Ordinal);
    private string[] names = [];
    private ImageShape? input;
    private bool isMlp;
    private bool? hasBiases;
    private bool? hasZeroBiases;
    private bool? areNormsAffine;
    private bool hasFreshNorms;
    private bool hasSignedConstants;
    private bool givesRunningStatistics;
    private double epsilon = 1e-5;
    private double momentum = 0.1;

    private DescriptionReader(IReadOnlyList<string> tensors) => this.tensors = tensors;

    /// <summary>Understands a description.</summary>
    /// <param name="text">Text of <c>network.architecture</c>.</param>
    /// <param name="tensors">Names of the tensors that the case gives, in file order.</param>
    public static NetworkDescription Read(string text, IReadOnlyList<string> tensors)
    {
        var residual = OpenLthResidual().Match(text);
        return residual.Success ? Residual(residual) : new DescriptionReader(tensors).ReadChain(text);
    }

    private static NetworkDescription Residual(Match match)
    {
        var (depth, width) = (Number(match, "depth"), match.Groups["width"].Success ? Number(match, "width") : 16);
        var plan = CifarResNetPlan.OfDepth(depth) with { StageWidths = [width, 2 * width, 4 * width] };
        GoldenCase.Require(Number(match, "blocks") == plan.BlocksPerStage[0], $"network.architecture: a network of depth {depth} has {plan.BlocksPerStage[0]} blocks a segment, not {match.Groups["blocks"].Value}");
        GoldenCase.Require(Number(match, "filters") == width, $"network.architecture: its name says W = {width}, its text {match.Groups["filters"].Value}");
        var channels = Number(match, "channels");
        return new NetworkDescription(plan.Build(new ImageShape(channels, 8, 8), Number(match, "classes")).Layers) { GivesRunningStatistics = true };
    }

    private NetworkDescription ReadChain(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var known = Phrases.Select(phrase => (phrase.Take, Match: phrase.Pattern.Match(text, at))).FirstOrDefault(phrase => phrase.Match.Success);
            GoldenCase.Require(known.Take is not null, $"network.architecture: '{text[at..]}' is not understood");
            known.Take!(this, known.Match);
            at += known.Match.Length;
        }

        GoldenCase.Require(layers.Exists(layer => layer.IsWeighted), $"network.architecture: '{text}' describes no layer with weights");
        return new NetworkDescription(Build())
        {
            Input = input,
            HasZeroBiases = hasZeroBiases,
            HasFreshNorms = hasFreshNorms,
            HasSignedConstants = hasSignedConstants,
            GivesRunningStatistics = givesRunningStatistics,
            StatedShapes = statedShapes,
        };
    }

    private List<Layer> Build()
    {
        GoldenCase.Require(names.Length == 0 || names.Length == layers.Count(layer => layer.IsWeighted), "network.architecture: it names another number of layers than it has");
        var built = new List<Layer>();
        var (weighted, convolutions, isFlat) = (0, 0, false);
        foreach (var layer in layers)
        {
            var name = layer.Name;
            if (layer.IsWeighted)
            {
                convolutions += layer.Kind == LayerKind.Convolution ? 1 : 0;
                name = names.Length > 0 ? names[weighted] : name ?? $"conv{convolutions}";
                GoldenCase.Require(layer.Name is null || layer.Name == name, $"network.architecture: a layer is called {layer.Name} and {name}");
                GoldenCase.Require(layer.Widths is not null, $"network.architecture: the widths of '{name}' are not given");
                weighted++;
            }

            var hasBias = layer.HasBias ?? hasBiases ?? tensors.Contains($"{name}.bias", StringComparer.Ordinal);
            switch (layer.Kind)
            {
                case LayerKind.Convolution:
                    built.Add(new ConvolutionLayer(name!, layer.Widths!.Value.In, layer.Widths.Value.Out, layer.Kernel ?? 1, layer.Stride, layer.Padding, hasBias, layer.Groups));
                    break;
                case LayerKind.Linear:
                    if (!isFlat)
                    {
                        built.Add(new FlattenLayer());
                    }

                    built.Add(new LinearLayer(name!, layer.Widths!.Value.In, layer.Widths.Value.Out, hasBias));
                    break;
                case LayerKind.Norm:
                    name ??= $"bn{convolutions}";
                    built.Add(new BatchNormLayer(name, Channels(built), layer.IsAffine ?? areNormsAffine ?? tensors.Contains($"{name}.weight", StringComparer.Ordinal), epsilon, momentum));
                    break;
                case LayerKind.Flatten when isFlat:
                    break;
                default:
                    built.Add(layer.Plain!);
                    break;
            }

            isFlat |= built[^1] is FlattenLayer or LinearLayer;
        }

        return built;
    }

    private static int Channels(List<Layer> built) => built.FindLast(layer => layer is ConvolutionLayer or LinearLayer) switch
    {
        ConvolutionLayer convolution => convolution.Outputs,
        LinearLayer linear => linear.Outputs,
        _ => throw new GoldenException("network.architecture: a batch norm comes before any layer that it could follow."),
    };

    private void TakeMlp(Match match)
    {
        GoldenCase.Require(layers.Count == 0, "network.architecture: an mlp stands alone");
        isMlp = true;
        int[] widths = [.. match.Groups["widths"].Value.Split('-').Select(width => int.Parse(width, CultureInfo.InvariantCulture))];
        string[] matrices = [.. tensors.Where(name => name.EndsWith(".weight", StringComparison.Ordinal)).Select(name => name[..^".weight".Length])];
        for (var i = 1; i < widths.Length; i++)
        {
            if (i > 1)
            {
                AddPlain(new ReluLayer());
            }

            layers.Add(new DescribedLayer(LayerKind.Linear) { Name = matrices.Length == widths.Length - 1 ? matrices[i - 1] : $"fc{i}", Widths = (widths[i - 1], widths[i]) });
        }
    }

    private void AddPlain(Layer layer) => layers.Add(new DescribedLayer(layer is FlattenLayer ? LayerKind.Flatten : LayerKind.Plain) { Plain = layer });

    // Attributes belong to the layer with weights that was named last, as long as nothing else has followed.
    private void Describe(Func<DescribedLayer, DescribedLayer> change, string what)
    {
        GoldenCase.Require(layers.Count > 0 && layers[^1].IsWeighted && !isMlp, $"network.architecture: '{what}' belongs to no layer");
        layers[^1] = change(layers[^1]);
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    private static double Real(Match match, string group) => double.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    private enum LayerKind
    {
        Convolution,
        Linear,
        Norm,
        Flatten,
        Plain,
    }

    private sealed record DescribedLayer(LayerKind Kind)
    {
        public string? Name { get; init; }

        public (int In, int Out)? Widths { get; init; }

        public int? Kernel { get; init; }

        public int Stride { get; init; } = 1;

        public int Padding { get; init; }

        public int Groups { get; init; } = 1;

        public bool? HasBias { get; init; }

        public bool? IsAffine { get; init; }

        public Layer? Plain { get; init; }

        public bool IsWeighted => Kind is LayerKind.Convolution or LayerKind.Linear;
    }
}
