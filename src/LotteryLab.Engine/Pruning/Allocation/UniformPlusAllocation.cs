using System.Globalization;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Pruning.Allocation;

/// <summary>Dense first layer, at least 0.2 in the last linear layer, the rest alike, and the total as asked (card 03, A3).</summary>
public sealed class UniformPlusAllocation : DensityAllocation<AllocationOptions>
{
    private const double LeastOfLast = 0.2;

    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new(
        "uniform_plus",
        "Uniform+",
        "Leaves the first layer dense, keeps at least a fifth of the last linear layer and spreads what is left evenly over the others, so that the total is exactly the overall density.")
    {
        Papers =
        [
            new("Gale, Elsen and Hooker, The State of Sparsity in Deep Neural Networks, 2019", "https://arxiv.org/abs/1902.09574"),
            new("Liu et al., The Unreasonable Effectiveness of Random Pruning, ICLR 2022", "https://arxiv.org/abs/2202.02643"),
        ],
        KnownFailures = ["It has no solution where the first layer alone is larger than the overall density allows, as in fully connected networks."],
    };

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, double> Solve(IReadOnlyList<AllocationLayer> layers, double density, AllocationOptions options)
    {
        var first = layers[0];
        var last = layers.LastOrDefault(layer => layer.IsLinear && layer != first);
        var wanted = density * layers.Sum(layer => layer.Count);
        var common = Share(wanted - first.Count, layers.Where(layer => layer != first).Sum(layer => layer.Count));
        var share = common;
        if (last is not null && common < LeastOfLast)
        {
            share = LeastOfLast;
            common = Share(wanted - first.Count - (LeastOfLast * last.Count), layers.Where(layer => layer != first && layer != last).Sum(layer => layer.Count));
        }

        if (!(common > 0))
        {
            var most = first.Count + (LeastOfLast * (last?.Count ?? 0));
            throw Impossible(density, string.Create(CultureInfo.InvariantCulture, $"is too low for uniform_plus: the first and the last layer alone keep {most:0} weights where {wanted:0} are allowed"), "Choose a higher density or another rule, for example erk");
        }

        return layers.ToDictionary(layer => layer.Name, layer => layer == first ? 1 : layer == last ? share : common, StringComparer.Ordinal);
    }

    private static double Share(double weights, long count) => count == 0 ? 1 : weights / count;
}
