using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;

namespace LotteryLab.Engine.Architectures;

/// <summary>
/// Which weights a method may prune. Every weight of a linear layer or convolution carries a mask and counts in the sparsity; ignored
/// ones simply stay kept (card 01, C). Biases and batch norm never carry one.
/// </summary>
public sealed record PrunableRule
{
    /// <summary>Everything may be pruned.</summary>
    public static PrunableRule Everything { get; } = new();

    /// <summary>Keep the last linear layer whole.</summary>
    public bool IgnoreOutput { get; init; }

    /// <summary>Keep the convolutions of shortcuts whole.</summary>
    public bool IgnoreShortcuts { get; init; }

    /// <summary>Further tensors or layers to keep whole: <c>fc.weight</c>, <c>fc</c>, or a whole block as <c>blocks.0</c>.</summary>
    public IReadOnlyList<string> IgnoredNames { get; init; } = [];

    /// <summary>Weights that carry a mask, in forward order.</summary>
    public static IReadOnlyList<ParameterDefinition> MaskedWeights(NetworkDefinition network) =>
        [.. network.Parameters.Where(parameter => parameter.IsWeight)];

    /// <summary>A mask set that keeps every weight.</summary>
    public static MaskSet FullMasks(NetworkDefinition network) =>
        new(MaskedWeights(network).Select(weight => KeyValuePair.Create(weight.Name, BitMask.Full(weight.Count))));

    /// <summary>Whether a weight must stay whole.</summary>
    public bool IsIgnored(ParameterDefinition weight) =>
        (IgnoreOutput && weight.IsOutput)
        || (IgnoreShortcuts && weight.IsShortcut)
        || IgnoredNames.Any(name => weight.Name == name || weight.Name.StartsWith($"{name}.", StringComparison.Ordinal));

    /// <summary>Refuses names that ignore nothing in this network.</summary>
    /// <exception cref="LotteryLabException">A name fits no weight (code <c>pruning.unknown-layer</c>).</exception>
    public void Validate(NetworkDefinition network)
    {
        var weights = MaskedWeights(network);
        foreach (var name in IgnoredNames)
        {
            if (!weights.Any(weight => new PrunableRule { IgnoredNames = [name] }.IsIgnored(weight)))
            {
                throw new LotteryLabException("pruning.unknown-layer", $"There is no layer '{name}' to ignore.", $"The layers are: {string.Join(", ", weights.Select(weight => weight.Name))}.");
            }
        }
    }
}
