using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Pruning.Allocation;

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
