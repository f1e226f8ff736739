using System.Globalization;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Pruning.Allocation;

/// <summary>Base of density rules: takes fixed tensors out, rounds to whole weights and explains what cannot be.</summary>
public abstract class DensityAllocation<TOptions> : IDensityAllocation
    where TOptions : AllocationOptions, new()
{
    /// <inheritdoc/>
    public abstract Descriptor Descriptor { get; }

    /// <inheritdoc/>
    public Type OptionsType => typeof(TOptions);

    /// <inheritdoc/>
    public LayerDensities Allocate(IReadOnlyList<AllocationLayer> layers, double density, object options) => Allocate(layers, density, (TOptions)options);

    /// <summary>Densities and exact counts from typed options.</summary>
    /// <exception cref="LotteryLabException">The rule has no solution at this density, or a name is unknown.</exception>
    public LayerDensities Allocate(IReadOnlyList<AllocationLayer> layers, double density, TOptions options)
    {
        if (!(density > 0 && density <= 1))
        {
            throw Impossible(density, "is not a share of the weights", "Ask for a density above 0 and at most 1");
        }

        var extra = Fixed(layers, options);
        var ruled = layers.Where(layer => !extra.ContainsKey(layer.Name)).ToList();
        var shares = ruled.Count == 0 ? new Dictionary<string, double>() : Solve(ruled, density, options);
        return new LayerDensities(density, [.. layers.Select(layer =>
        {
            var isExtra = extra.TryGetValue(layer.Name, out var share);
            share = isExtra ? share : shares[layer.Name];
            return new LayerDensity(layer.Name, layer.Count, share, isExtra ? Kept(layer.Count, share) : Count(layer, share), isExtra);
        })]);
    }

    /// <summary>Share of each tensor that is ruled.</summary>
    protected abstract IReadOnlyDictionary<string, double> Solve(IReadOnlyList<AllocationLayer> layers, double density, TOptions options);

    /// <summary>Tensors whose weights come on top of the overall density, with their densities.</summary>
    protected virtual Dictionary<string, double> Fixed(IReadOnlyList<AllocationLayer> layers, TOptions options)
    {
        var known = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (name, density) in options.FixedDensities)
        {
            var layer = layers.FirstOrDefault(candidate => candidate.Name == name || candidate.Name == $"{name}.weight")
                ?? throw new LotteryLabException("allocation.unknown-tensor", $"A density is fixed for '{name}', which the network does not have.", $"Its prunable tensors are {string.Join(", ", layers.Select(candidate => candidate.Name))}.");
            known[layer.Name] = density;
        }

        return known;
    }

    /// <summary>Whole weights of a share; rules whose reference code rounds otherwise override it.</summary>
    protected virtual long Count(AllocationLayer layer, double share) => Kept(layer.Count, share);

    /// <summary>What a rule throws when it has no solution.</summary>
    protected LotteryLabException Impossible(double density, string because, string fix) =>
        new("allocation.impossible", string.Create(CultureInfo.InvariantCulture, $"{Descriptor.Name}: the density {density} {because}."), $"{fix}.");

    // Pruned weights are rounded down, as in the RigL code, so a layer with any density keeps at least one weight.
    private static long Kept(long count, double share) => count - (long)Math.Floor((1 - share) * count);
}
