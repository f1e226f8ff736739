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
            switch (layer)
            {
                case LinearLayer { Name: var name }:
                    Add(name);
                    break;
                case ConvolutionLayer { Name: var name }:
                    Add(name);
                    break;
                case ResidualLayer residual:
                    var (body, shortcut) = (CutIn(residual.Body, masks), CutIn(residual.Shortcut, masks));
                    if (body.Count > 0 && shortcut.Count > 0)
                    {
                        cut.AddRange([.. body, .. shortcut]);
                    }

                    break;
            }
        }

        return cut;

        void Add(string name)
        {
            if (masks.Find($"{name}.weight")?.Kept == 0)
            {
                cut.Add($"{name}.weight");
            }
        }
    }
}
