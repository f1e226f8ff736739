using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;

namespace LotteryLab.Engine.Pruning.Flow;

/// <summary>
/// Empty tensors of a mask, and whether they cut the network (card 02, D). An empty convolution beside a live branch of a residual block is
/// not fatal; an empty layer that everything must pass through is.
/// </summary>
/// <param name="Empty">Tensors that keep nothing.</param>
/// <param name="Cut">Those of them that alone, or with the other branch of their block, separate input from output.</param>
/// <param name="IsConnected">Whether a path of kept weights leads from the input to the output.</param>
public sealed record LayerCollapse(IReadOnlyList<string> Empty, IReadOnlyList<string> Cut, bool IsConnected)
{
    /// <summary>Whether nothing of the input can reach the output.</summary>
    public bool IsCollapsed => !IsConnected || Cut.Count > 0;

    /// <summary>Looks for empty tensors.</summary>
    public static LayerCollapse Of(NetworkDefinition network, MaskSet masks, LivePaths paths) => new(
        [.. masks.Entries.Where(entry => entry.Value.Kept == 0).Select(entry => entry.Key)],
        CutIn(network.Layers, masks),
        paths.IsConnected);

    /// <summary>Largest compression that leaves a weight in every prunable tensor: N / L.</summary>
    public static double MaximalCompression(MaskSet masks) => (double)masks.Count / Math.Max(1, masks.Entries.Count);

    private static List<string> CutIn(IReadOnlyList<Layer> layers, MaskSet masks)
    {
        var cut = new List<string>();
        foreach (var layer in layers)
        {
            if (layer.WeightName is { } name && masks.Find($"{name}.weight")?.Kept == 0)
            {
                cut.Add($"{name}.weight");
            }

            // A block is cut where all of its branches are.
            var branches = layer.Branches.Select(branch => CutIn(branch, masks)).ToList();
            if (branches.Count > 0 && branches.TrueForAll(branch => branch.Count > 0))
            {
                cut.AddRange(branches.SelectMany(branch => branch));
            }
        }

        return cut;
    }
}
