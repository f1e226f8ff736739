using LotteryLab.Engine.Networks;

namespace LotteryLab.Bench.Measuring;

/// <summary>Operations of the matrix products and convolutions of one training step; a multiply-accumulate counts as two.</summary>
/// <param name="Forward">Forward pass.</param>
/// <param name="BackwardData">Gradients of activations; the first layer needs none, because nobody asks for the gradient of the images.</param>
/// <param name="BackwardWeights">Gradients of weights.</param>
internal sealed record StepFlops(long Forward, long BackwardData, long BackwardWeights)
{
    /// <summary>All three.</summary>
    public long Total => Forward + BackwardData + BackwardWeights;

    /// <summary>Counts a step with a batch of that size.</summary>
    public static StepFlops Of(NetworkDefinition network, int batchSize)
    {
        var layers = NetworkCosts.Of(network).Layers;
        var forward = 2 * batchSize * layers.Sum(layer => layer.Macs);
        return new StepFlops(forward, forward - (2 * batchSize * layers[0].Macs), forward);
    }
}
