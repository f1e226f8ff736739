namespace LotteryLab.Engine.Networks;

/// <summary>What a tensor of a network is for.</summary>
public enum ParameterRole
{
    /// <summary>Weight of a linear layer, [out, in].</summary>
    LinearWeight,

    /// <summary>Weight of a convolution, [out, in/groups, kernel, kernel].</summary>
    ConvolutionWeight,

    /// <summary>Additive term of a linear layer or convolution.</summary>
    Bias,

    /// <summary>Scale (gamma) of a batch normalisation.</summary>
    NormScale,

    /// <summary>Shift (beta) of a batch normalisation.</summary>
    NormShift,

    /// <summary>Running mean; a buffer, not trained.</summary>
    RunningMean,

    /// <summary>Running variance; a buffer, not trained.</summary>
    RunningVariance,
}

/// <summary>One tensor of a network.</summary>
/// <param name="Name">Unique name such as <c>fc1.weight</c> or <c>blocks.0.conv1.weight</c>.</param>
/// <param name="Shape">Sizes of each dimension.</param>
/// <param name="Role">What it is for.</param>
/// <param name="IsShortcut">It belongs to the shortcut of a residual layer.</param>
/// <param name="IsOutput">It belongs to the last linear layer, which gives the logits.</param>
public sealed record ParameterDefinition(string Name, IReadOnlyList<long> Shape, ParameterRole Role, bool IsShortcut, bool IsOutput)
{
    /// <summary>Number of elements.</summary>
    public long Count => Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>Whether the optimizer trains it (running statistics are not trained).</summary>
    public bool IsTrainable => Role is not (ParameterRole.RunningMean or ParameterRole.RunningVariance);

    /// <summary>Whether it is a weight of a linear layer or convolution: the tensors that can carry a mask (card 01, section C).</summary>
    public bool IsWeight => Role is ParameterRole.LinearWeight or ParameterRole.ConvolutionWeight;

    /// <summary>Inputs of one output unit: in x kernel x kernel.</summary>
    public long FanIn => Shape.Skip(1).Aggregate(1L, (product, size) => product * size);

    /// <summary>Outputs that one input unit reaches: out x kernel x kernel.</summary>
    public long FanOut => Shape[0] * Shape.Skip(2).Aggregate(1L, (product, size) => product * size);

    /// <summary>Lists the tensors of layers in forward order; of a residual layer the body first, then the shortcut.</summary>
    public static IReadOnlyList<ParameterDefinition> Of(IReadOnlyList<Layer> layers)
    {
        var tensors = new TensorList(layers.OfType<LinearLayer>().LastOrDefault()?.Name);
        tensors.AddAll(layers);
        return tensors.Tensors;
    }
}

/// <summary>Collects the tensors of layers in forward order.</summary>
/// <param name="outputName">Name of the layer that gives the logits; null when there is none.</param>
internal sealed class TensorList(string? outputName)
{
    private readonly List<ParameterDefinition> tensors = [];
    private bool isInShortcut;

    internal IReadOnlyList<ParameterDefinition> Tensors => tensors;

    internal void Add(string name, IReadOnlyList<long> shape, ParameterRole role) =>
        tensors.Add(new ParameterDefinition(name, shape, role, isInShortcut, IsOutput: outputName is not null && name[..name.LastIndexOf('.')] == outputName));

    internal void AddAll(IReadOnlyList<Layer> layers, bool isShortcut = false)
    {
        var outside = isInShortcut;
        isInShortcut |= isShortcut;
        foreach (var layer in layers)
        {
            layer.Declare(this);
        }

        isInShortcut = outside;
    }
}
