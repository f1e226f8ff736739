using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Pruning.Allocation;

/// <summary>Options of the Erdős–Rényi rules.</summary>
public sealed record ErdosRenyiOptions : AllocationOptions
{
    /// <summary>Exponent on the raw densities (<c>erk_power_scale</c>).</summary>
    [Option("Exponent on the raw densities: 1 is the published rule, 0 makes all layers alike, larger values spread them further.", Min = 0, Max = 4)]
    public double PowerScale { get; init; } = 1;
}

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

/// <summary>Densities proportional to (in + out) / (in x out), the same at every position of a kernel.</summary>
public sealed class ErAllocation : ErdosRenyiAllocation
{
    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new(
        "er",
        "Erdős–Rényi",
        "Makes the number of weights grow with the number of units instead of with their product, so small layers stay denser than large ones. It does not look at kernel sizes.")
    {
        Papers = [new("Mocanu et al., Scalable Training of Artificial Neural Networks with Adaptive Sparse Connectivity, Nature Communications 2018", "https://arxiv.org/abs/1707.04780")],
    };

    /// <inheritdoc/>
    protected override double Raw(AllocationLayer layer) => (double)(layer.Shape[0] + layer.Shape[1]) / (layer.Shape[0] * layer.Shape[1]);
}

/// <summary>Densities proportional to the sum of all sizes over their product.</summary>
public sealed class ErkAllocation : ErdosRenyiAllocation
{
    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new(
        "erk",
        "Erdős–Rényi kernel",
        "Erdős–Rényi densities that look at the kernel sizes too. At equal numbers of weights it is more accurate than uniform densities, for about twice the multiplications.")
    {
        Papers = [new("Evci, Gale, Menick, Castro and Elsen, Rigging the Lottery: Making All Tickets Winners, ICML 2020", "https://arxiv.org/abs/1911.11134")],
    };

    /// <inheritdoc/>
    protected override double Raw(AllocationLayer layer) => (double)layer.Shape.Sum() / layer.Count;
}
