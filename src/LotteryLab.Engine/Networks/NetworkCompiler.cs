using System.Globalization;

namespace LotteryLab.Engine.Networks;

/// <summary>Turns layers into operations that know the positions of their tensors.</summary>
internal sealed class NetworkCompiler(NetworkDefinition definition)
{
    private readonly Dictionary<string, int> positions = definition.Parameters
        .Select((parameter, index) => (parameter.Name, index))
        .ToDictionary(pair => pair.Name, pair => pair.index, StringComparer.Ordinal);

    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

    /// <summary>Whether a layer draws noise in training.</summary>
    public bool HasDropout { get; set; }

    /// <summary>Layers one after another.</summary>
    public LayerOperation[] Compile(IReadOnlyList<Layer> layers) => [.. layers.Select(layer => layer.Compile(this))];

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
