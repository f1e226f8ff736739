using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Pruning.Granularities;

/// <summary>What is pruned as one: single weights, or blocks of them. Masks only; the tensors keep their shape.</summary>
public interface IGranularity : IComponent
{
    /// <summary>Neighbouring weights of a tensor that go together; null when this granularity leaves the tensor dense.</summary>
    long? UnitSize(ParameterDefinition weight, object options);

    /// <summary>Pattern of a fixed number in every group, or null when densities are free.</summary>
    GroupPattern? Pattern(object options) => null;
}

/// <summary>Keeps N of every M neighbours along the input dimension.</summary>
/// <param name="Kept">N.</param>
/// <param name="Of">M.</param>
public sealed record GroupPattern(int Kept, int Of);
