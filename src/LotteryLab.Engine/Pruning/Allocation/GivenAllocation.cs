using System.Globalization;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Pruning.Allocation;

/// <summary>Options of <see cref="GivenAllocation"/>.</summary>
public sealed record GivenOptions : AllocationOptions
{
    /// <summary>Densities by tensor or layer.</summary>
    [Option("Densities of tensors or layers by name; what is not named shares the rest of the overall density evenly.", Min = 0, Max = 1)]
    public IReadOnlyDictionary<string, double> Densities { get; init; } = new Dictionary<string, double>();
}

/// <summary>Densities that a person writes down; the rest is spread evenly so that the total is as asked.</summary>
public sealed class GivenAllocation : DensityAllocation<GivenOptions>
{
    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new(
        "given",
        "Given densities",
        "Takes the densities that you write down for some tensors and shares what is left of the overall density evenly among the others.");

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, double> Solve(IReadOnlyList<AllocationLayer> layers, double density, GivenOptions options)
    {
        var given = base.Fixed(layers, options with { FixedDensities = options.Densities });
        var open = layers.Where(layer => !given.ContainsKey(layer.Name)).ToList();
        if (open.Count == 0)
        {
            return given;
        }

        var total = layers.Sum(layer => layer.Count);
        var left = (density * total) - layers.Where(layer => given.ContainsKey(layer.Name)).Sum(layer => given[layer.Name] * layer.Count);
        var share = left / open.Sum(layer => layer.Count);
        if (!(share >= 0 && share <= 1))
        {
            throw Impossible(density, string.Create(CultureInfo.InvariantCulture, $"cannot be reached: the other tensors would have to keep {share:0.####} of their weights"), "Change the given densities, or give one for every tensor");
        }

        foreach (var layer in open)
        {
            given[layer.Name] = share;
        }

        return given;
    }
}
