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
