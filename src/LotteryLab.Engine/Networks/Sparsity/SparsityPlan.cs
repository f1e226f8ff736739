using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Networks.Sparsity;

/// <summary>
/// Which layers of a masked network are computed with fewer weights, and what that saves. A function of network and mask alone (never of a
/// clock), so equal steps take equal routes.
/// </summary>
/// <param name="Layers">Linear layers and convolutions in forward order.</param>
public sealed record SparsityPlan(IReadOnlyList<RoutedLayer> Layers)
{
    /// <summary>Goes into step keys: another choice of routes would change the order of summation and with it the last bits.</summary>
    public const string Version = "auto/3";

    /// <summary>
    /// Density below which kept weights one by one beat the whole matrix. Measured on one core with AVX2, products by MKL
    /// (docs/researchers/sparse-training.md): 0.25 to 0.45, by batch size and shape of the layer; the smallest is taken.
    /// </summary>
    public const double Crossover = 0.25;

    /// <summary>
    /// Selecting an input or putting an output back costs as much as multiplying by about this many weights. It decides in small layers, where
    /// there is little to multiply for what is copied.
    /// </summary>
    private const double CompactionCost = 25;

    /// <summary>Share of the dense layer that copying costs in the smallest layer that was measured (100 x 10); smaller ones are taken to be like it.</summary>
    private const double LargestCompactionShare = 0.65;

    // A layer below this size costs less than the calls around it.
    private const long SmallestLayer = 512;

    /// <summary>Multiply-accumulates that are done, as a share of the dense network's, for one image and one pass.</summary>
    public double Share
    {
        get
        {
            var dense = Layers.Sum(layer => layer.Macs);
            return dense == 0 ? 1 : Layers.Sum(layer => layer.ComputedMacs) / dense;
        }
    }

    /// <summary>Whether any layer is computed with fewer weights.</summary>
    public bool Saves => Layers.Any(layer => layer.Route != LayerRoute.Dense);

    /// <summary>Chooses a route for every layer; layers without a mask, and all but the fully connected ones that the network ends with, stay dense.</summary>
    public static SparsityPlan Of(NetworkDefinition network, MaskSet masks)
    {
        var linear = network.TailLayers.ToDictionary(layer => layer.Name, StringComparer.Ordinal);
        return new SparsityPlan([.. NetworkCosts.Of(network).Layers.Select(cost =>
        {
            var mask = masks.Find($"{cost.Name}.weight");
            var weights = cost.WeightShape.Aggregate(1L, (product, size) => product * size);
            return mask is not null && linear.TryGetValue(cost.Name, out var layer)
                ? Choose(layer, mask, cost.Macs)
                : new RoutedLayer(cost.Name, LayerRoute.Dense, weights, mask?.Kept ?? weights, weights, cost.Macs);
        })]);
    }

    /// <summary>
    /// Whether trainings of a recipe take routes at all. Rules (RigL, learned scores ...) need gradients of pruned weights, and 16-bit arithmetic has
    /// dense kernels only.
    /// </summary>
    public static bool AppliesTo(TrainingSpec recipe, bool hasRule) => recipe.Sparse == TrainingSpec.SparseAuto && !hasRule && recipe.Precision == "float32";

    /// <summary>Whether a network has a layer that some mask would route.</summary>
    public static bool CanSave(NetworkDefinition network) => network.TailLayers.Any(layer => (long)layer.Inputs * layer.Outputs >= SmallestLayer);

    private static RoutedLayer Choose(LinearLayer layer, BitMask mask, long macs)
    {
        var routed = new RoutedLayer(layer.Name, LayerRoute.Dense, mask.Count, mask.Kept, mask.Count, macs);
        if (mask.Count < SmallestLayer)
        {
            return routed;
        }

        var extent = MaskExtent.Of(mask, layer.Outputs, layer.Inputs);
        var cells = (long)extent.Outputs.Length * extent.Inputs.Length;
        var sparse = mask.Density / Crossover;
        var copying = Math.Min(LargestCompactionShare, CompactionCost * (layer.Inputs + layer.Outputs) / mask.Count);
        var compact = ((double)cells / mask.Count) + copying;
        return sparse < 1 && sparse <= compact ? routed with { Route = LayerRoute.Sparse, Computed = mask.Kept }
            : compact < 1 ? routed with { Route = LayerRoute.Compact, Computed = cells }
            : routed;
    }
}
