using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Pruning.Granularities;

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
