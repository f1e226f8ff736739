using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Pruning.Granularities;

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
