namespace LotteryLab.Engine.Pruning.Scores;

/// <summary>Tensors whose weights compete with each other, and how many of them go altogether (pruned ones included).</summary>
/// <param name="Tensors">Parameter names in forward order.</param>
/// <param name="Removed">Weights that are gone afterwards.</param>
public sealed record ScorePool(IReadOnlyList<string> Tensors, long Removed)
{
    /// <summary>The number of weights that go at a density: trunc((1 - density) x count), as in the reference code.</summary>
    public static long RemovedAt(double density, long count) => (long)((1 - density) * count);
}
