using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Pruning.Allocation;

/// <summary>A rule that spreads an overall density over the prunable tensors (card 03, A).</summary>
public interface IDensityAllocation : IComponent
{
    /// <summary>Densities and exact counts of all layers.</summary>
    /// <param name="layers">Prunable tensors in forward order.</param>
    /// <param name="density">Overall density, in (0, 1].</param>
    /// <param name="options">The component's own options.</param>
    /// <exception cref="LotteryLabException">The rule has no solution at this density (<c>allocation.impossible</c>), or a name is unknown.</exception>
    LayerDensities Allocate(IReadOnlyList<AllocationLayer> layers, double density, object options);
}

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

/// <summary>Options that every density rule has.</summary>
public record AllocationOptions
{
    /// <summary>Densities that a person fixes; those tensors are left out of the rule, so the total differs from what is asked.</summary>
    [Option("Densities of single tensors or layers by name. They stay out of the rule and come on top: the total density then differs from the one asked for.", Min = 0, Max = 1)]
    public IReadOnlyDictionary<string, double> FixedDensities { get; init; } = new Dictionary<string, double>();
}
