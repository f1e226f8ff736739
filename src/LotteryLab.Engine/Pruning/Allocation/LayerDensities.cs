using LotteryLab.Engine.Masks;

namespace LotteryLab.Engine.Pruning.Allocation;

/// <summary>Density of one tensor.</summary>
/// <param name="Name">Parameter name.</param>
/// <param name="Count">Weights.</param>
/// <param name="Density">Share that is kept, in [0, 1], before it is rounded to whole weights.</param>
/// <param name="Kept">Weights that are kept, exactly.</param>
/// <param name="IsExtra">Whether its weights come on top of the overall density instead of counting in it.</param>
public sealed record LayerDensity(string Name, long Count, double Density, long Kept, bool IsExtra = false);

/// <summary>Densities of all prunable tensors for an overall density.</summary>
/// <param name="Asked">The overall density that was asked for.</param>
/// <param name="Layers">One entry a tensor, in forward order.</param>
public sealed record LayerDensities(double Asked, IReadOnlyList<LayerDensity> Layers)
{
    /// <summary>Prunable weights.</summary>
    public long Count => Layers.Sum(layer => layer.Count);

    /// <summary>Kept weights.</summary>
    public long Kept => Layers.Sum(layer => layer.Kept);

    /// <summary>Kept / prunable. Differs from <see cref="Asked"/> by rounding, and by tensors that are extra.</summary>
    public double Total => Count == 0 ? 1 : (double)Kept / Count;

    /// <summary>Density of a tensor.</summary>
    /// <exception cref="KeyNotFoundException">The tensor is not among the layers.</exception>
    public LayerDensity this[string name] => Layers.FirstOrDefault(layer => layer.Name == name)
        ?? throw new KeyNotFoundException($"There is no density for '{name}'.");

    /// <summary>Densities as a mask has them: the basis of random tickets with a method's own layer densities (card 03, A6).</summary>
    public static LayerDensities Of(MaskSet masks) =>
        new(masks.Density, [.. masks.Entries.Select(entry => new LayerDensity(entry.Key, entry.Value.Count, entry.Value.Density, entry.Value.Kept))]);

    /// <summary>A mask with exactly these counts at random positions.</summary>
    public MaskSet Draw(long seed) => RandomMasks.WithCounts(Layers.Select(layer => (layer.Name, layer.Count, layer.Kept)), seed);
}
