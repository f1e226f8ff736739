namespace LotteryLab.Engine.Networks.Sparsity;

/// <summary>How a training step computes a layer. All routes give the same values up to the order of summation.</summary>
public enum LayerRoute
{
    /// <summary>Every weight takes part; pruned ones are zeros.</summary>
    Dense,

    /// <summary>Only kept weights take part.</summary>
    Sparse,

    /// <summary>Only outputs and inputs with a kept weight take part: a smaller dense layer, its outputs put back in their places.</summary>
    Compact,
}

/// <summary>How one linear layer or convolution is computed.</summary>
/// <param name="Name">Layer name.</param>
/// <param name="Route">What is done.</param>
/// <param name="Weights">All weights of the layer.</param>
/// <param name="Kept">Kept weights.</param>
/// <param name="Computed">Weights that take part.</param>
/// <param name="Macs">Multiply-accumulates of the dense layer for one image and one pass.</param>
public sealed record RoutedLayer(string Name, LayerRoute Route, long Weights, long Kept, long Computed, long Macs)
{
    /// <summary>Multiply-accumulates that are done for one image and one pass.</summary>
    public double ComputedMacs => Weights == 0 ? 0 : (double)Macs * Computed / Weights;
}
