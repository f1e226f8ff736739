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
