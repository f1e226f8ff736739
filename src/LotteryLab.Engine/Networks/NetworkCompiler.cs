using System.Globalization;
using LotteryLab.Engine.Networks.Sparsity;

namespace LotteryLab.Engine.Networks;

/// <summary>Turns layers into operations that know the positions of their tensors.</summary>
internal sealed class NetworkCompiler(NetworkDefinition definition, IReadOnlyDictionary<string, KeptWeights> kept)
{
    private readonly Dictionary<string, int> positions = definition.Parameters
        .Select((parameter, index) => (parameter.Name, index))
        .ToDictionary(pair => pair.Name, pair => pair.index, StringComparer.Ordinal);

    private int relus;
    private int sums;

    public bool HasDropout { get; private set; }

    public LayerOperation[] Compile(IReadOnlyList<Layer> layers)
    {
        var operations = new List<LayerOperation>();
        for (var i = 0; i < layers.Count; i++)
        {
            if (layers[i] is LinearLayer linear && kept.TryGetValue(linear.Name, out var weights))
            {
                // The ReLU is done on the way out; nobody observes the layers of such a network.
                var isRectified = i + 1 < layers.Count && layers[i + 1] is ReluLayer;
                operations.Add(new KeptLinearOperation(linear.Name, weights, Weight(linear.Name), linear.HasBias ? Bias(linear.Name) : -1, isRectified, isFirst: ReferenceEquals(linear, FirstOf(definition))));
                i += isRectified ? 1 : 0;
                relus += isRectified ? 1 : 0;
                continue;
            }

            operations.Add(Compile(layers[i]));
        }

        return [.. operations];
    }

    private LayerOperation Compile(Layer layer)
    {
        switch (layer)
        {
            case LinearLayer linear:
                return new LinearOperation(linear.Name, Weight(linear.Name), linear.HasBias ? Bias(linear.Name) : -1);
            case ConvolutionLayer conv:
                return new ConvolutionOperation(conv, Weight(conv.Name), conv.HasBias ? Bias(conv.Name) : -1);
            case BatchNormLayer norm:
                return new BatchNormOperation(
                    norm,
                    norm.IsAffine ? Weight(norm.Name) : -1,
                    norm.IsAffine ? Bias(norm.Name) : -1,
                    positions[$"{norm.Name}.running_mean"],
                    positions[$"{norm.Name}.running_var"]);
            case ReluLayer:
                return new ReluOperation(Numbered("relu", relus++));
            case MaxPoolLayer pool:
                return new MaxPoolOperation(pool);
            case AveragePoolLayer pool:
                return new AveragePoolOperation(pool);
            case GlobalAveragePoolLayer:
                return new GlobalAveragePoolOperation();
            case FlattenLayer:
                return new FlattenOperation();
            case DropoutLayer dropout:
                HasDropout |= dropout.Probability > 0;
                return new DropoutOperation(dropout.Probability);
            case ZeroPadShortcutLayer pad:
                return new ZeroPadOperation(pad);
            case ResidualLayer residual:
                return new ResidualOperation(Compile(residual.Body), Compile(residual.Shortcut), Numbered("sum", sums++));
            default:
                throw new NotSupportedException($"Layer {layer.GetType().Name} cannot be run.");
        }
    }

    /// <summary>The fully connected layer that reads the images themselves, or null.</summary>
    public static LinearLayer? FirstOf(NetworkDefinition definition) => definition.Layers.SkipWhile(layer => layer is FlattenLayer).FirstOrDefault() as LinearLayer;

    private int Weight(string layer) => positions[$"{layer}.weight"];

    private int Bias(string layer) => positions[$"{layer}.bias"];

    private static string Numbered(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}.{number}");
}
