using System.Globalization;
using LotteryLab.Engine.Networks.Sparsity;

namespace LotteryLab.Engine.Networks;

/// <summary>Turns layers into operations that know the positions of their tensors.</summary>
internal sealed class NetworkCompiler(NetworkDefinition definition, IReadOnlyDictionary<string, KeptWeights> kept)
{
    private readonly Dictionary<string, int> positions = definition.Parameters
        .Select((parameter, index) => (parameter.Name, index))
        .ToDictionary(pair => pair.Name, pair => pair.index, StringComparer.Ordinal);

    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

    /// <summary>Whether a layer draws noise in training.</summary>
    public bool HasDropout { get; set; }

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
                _ = isRectified ? NextName("relu") : null;
                continue;
            }

            operations.Add(layers[i].Compile(this));
        }

        return [.. operations];
    }

    /// <summary>The fully connected layer that reads the images themselves, or null.</summary>
    public static LinearLayer? FirstOf(NetworkDefinition definition) => definition.Layers.SkipWhile(layer => layer is FlattenLayer).FirstOrDefault() as LinearLayer;

    /// <summary>Position of a tensor in the state.</summary>
    public int Position(string tensor) => positions[tensor];

    /// <summary>Position of the weight of a layer.</summary>
    public int Weight(string layer) => positions[$"{layer}.weight"];

    /// <summary>Position of the bias of a layer.</summary>
    public int Bias(string layer) => positions[$"{layer}.bias"];

    /// <summary>Name of the next output of a kind, for observers: <c>relu.0</c>, <c>relu.1</c> and so on, in forward order.</summary>
    public string NextName(string kind)
    {
        var number = numbers.GetValueOrDefault(kind);
        numbers[kind] = number + 1;
        return string.Create(CultureInfo.InvariantCulture, $"{kind}.{number}");
    }
}
