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

/// <summary>Uniform, with a dense first layer on top (card 03, A2).</summary>
public sealed class UniformFirstDenseAllocation : DensityAllocation<AllocationOptions>
{
    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new(
        "uniform_first_dense",
        "Uniform, first layer dense",
        "Gives every tensor the overall density but leaves the first one whole. The first layer comes on top, so the total is a little above what was asked: this is what \"uniform\" means in the RigL paper.")
    {
        Papers = [new("Evci, Gale, Menick, Castro and Elsen, Rigging the Lottery: Making All Tickets Winners, ICML 2020", "https://arxiv.org/abs/1911.11134")],
        KnownFailures = ["On networks whose first layer is large, as in fully connected ones, the total is far above what was asked."],
    };

    /// <inheritdoc/>
    protected override Dictionary<string, double> Fixed(IReadOnlyList<AllocationLayer> layers, AllocationOptions options)
    {
        var extra = base.Fixed(layers, options);
        if (layers.Count > 0)
        {
            extra.TryAdd(layers[0].Name, 1);
        }

        return extra;
    }

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, double> Solve(IReadOnlyList<AllocationLayer> layers, double density, AllocationOptions options) =>
        layers.ToDictionary(layer => layer.Name, _ => density, StringComparer.Ordinal);
}
