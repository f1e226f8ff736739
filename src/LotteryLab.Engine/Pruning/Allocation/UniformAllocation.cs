using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Pruning.Allocation;

/// <summary>The same density in every tensor.</summary>
public sealed class UniformAllocation : DensityAllocation<AllocationOptions>
{
    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new(
        "uniform",
        "Uniform",
        "Gives every tensor the overall density. The plainest rule and the cheapest one to compute with; small first and last layers suffer from it at low densities.");

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, double> Solve(IReadOnlyList<AllocationLayer> layers, double density, AllocationOptions options) =>
        layers.ToDictionary(layer => layer.Name, _ => density, StringComparer.Ordinal);
}
