using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Pruning.Granularities;

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
