using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Pruning.Granularities;

/// <summary>Single weights.</summary>
public sealed class WeightGranularity : IGranularity
{
    /// <inheritdoc/>
    public Descriptor Descriptor { get; } = new("weight", "Single weights", "Every weight stands for itself. The most accurate masks, and the ones that ordinary hardware gains nothing from.");

    /// <inheritdoc/>
    public Type OptionsType => typeof(NoOptions);

    /// <inheritdoc/>
    public long? UnitSize(ParameterDefinition weight, object options) => 1;
}

/// <summary>All weights into one unit of a linear layer.</summary>
public sealed class RowGranularity : IGranularity
{
    /// <inheritdoc/>
    public Descriptor Descriptor { get; } = new("row", "Rows of linear layers", "Removes whole hidden units of linear layers, ranked by their mean score. Convolutions stay dense, and so does the output layer, whose rows are the classes.");

    /// <inheritdoc/>
    public Type OptionsType => typeof(NoOptions);

    /// <inheritdoc/>
    public long? UnitSize(ParameterDefinition weight, object options) => weight.Role == ParameterRole.LinearWeight && !weight.IsOutput ? weight.FanIn : null;
}

/// <summary>The kernel between one input and one output channel.</summary>
public sealed class KernelGranularity : IGranularity
{
    /// <inheritdoc/>
    public Descriptor Descriptor { get; } = new("kernel", "Kernels of convolutions", "Removes the whole kernel between an input and an output channel, ranked by its mean score. Linear layers stay dense.");

    /// <inheritdoc/>
    public Type OptionsType => typeof(NoOptions);

    /// <inheritdoc/>
    public long? UnitSize(ParameterDefinition weight, object options) => weight.Role == ParameterRole.ConvolutionWeight ? weight.Shape[2] * weight.Shape[3] : null;
}

/// <summary>All weights into one channel of a convolution.</summary>
public sealed class FilterGranularity : IGranularity
{
    /// <inheritdoc/>
    public Descriptor Descriptor { get; } = new("filter", "Filters of convolutions", "Removes whole output channels of convolutions, ranked by their mean score. Linear layers stay dense.");

    /// <inheritdoc/>
    public Type OptionsType => typeof(NoOptions);

    /// <inheritdoc/>
    public long? UnitSize(ParameterDefinition weight, object options) => weight.Role == ParameterRole.ConvolutionWeight ? weight.FanIn : null;
}
