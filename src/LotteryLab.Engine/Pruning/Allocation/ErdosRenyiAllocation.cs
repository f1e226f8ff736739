namespace LotteryLab.Engine.Pruning.Allocation;

/// <summary>Base of rules whose densities are proportional to a raw density of each tensor's shape, cut at 1 (card 03, A4).</summary>
public abstract class ErdosRenyiAllocation : DensityAllocation<ErdosRenyiOptions>
{
    /// <summary>Raw density of a shape.</summary>
    protected abstract double Raw(AllocationLayer layer);

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, double> Solve(IReadOnlyList<AllocationLayer> layers, double density, ErdosRenyiOptions options)
    {
        var raw = layers.ToDictionary(layer => layer.Name, layer => Math.Pow(Raw(layer), options.PowerScale), StringComparer.Ordinal);
        var dense = new HashSet<string>(StringComparer.Ordinal);
        while (dense.Count < layers.Count)
        {
            // Whole weights are balanced, not shares, as in the RigL code; tensors that are dense take from the others.
            var weights = layers.Sum(layer => (double)(dense.Contains(layer.Name) ? -Zeros(layer, density) : layer.Count - Zeros(layer, density)));
            var open = layers.Where(layer => !dense.Contains(layer.Name)).ToList();
            var scale = weights / open.Sum(layer => raw[layer.Name] * layer.Count);
            var largest = open.Max(layer => raw[layer.Name]);
            if (scale * largest <= 1)
            {
                return layers.ToDictionary(layer => layer.Name, layer => dense.Contains(layer.Name) ? 1 : scale * raw[layer.Name], StringComparer.Ordinal);
            }

            dense.UnionWith(open.Where(layer => raw[layer.Name] == largest).Select(layer => layer.Name));
        }

        return layers.ToDictionary(layer => layer.Name, _ => 1.0, StringComparer.Ordinal);
    }

    private static long Zeros(AllocationLayer layer, double density) => (long)Math.Floor((1 - density) * layer.Count);
}
