using LotteryLab.Engine.Networks;

namespace LotteryLab.Engine.Pruning.Allocation;

/// <summary>A prunable tensor as density rules see it: its name and its sizes as [out, in] or [out, in, height, width].</summary>
/// <param name="Name">Parameter name.</param>
/// <param name="Shape">Sizes of each dimension, outputs first.</param>
public sealed record AllocationLayer(string Name, IReadOnlyList<long> Shape)
{
    /// <summary>Number of weights.</summary>
    public long Count { get; } = Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>Whether it belongs to a linear layer.</summary>
    public bool IsLinear => Shape.Count == 2;

    /// <summary>The prunable tensors of a network, in forward order.</summary>
    public static IReadOnlyList<AllocationLayer> Of(NetworkDefinition network) =>
        [.. network.Parameters.Where(parameter => parameter.IsWeight).Select(parameter => new AllocationLayer(parameter.Name, parameter.Shape))];
}
