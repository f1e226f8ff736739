using static TorchSharp.torch;

namespace LotteryLab.Engine.Pruning.Scores;

/// <summary>Images and labels that criteria look at.</summary>
public abstract class ScoreData
{
    /// <summary>
    /// The batches of one pass, in the caller's dispose scope: take each inside a scope of its own. Reference mode shuffles and augments every
    /// pass anew; otherwise all passes are the same.
    /// </summary>
    public abstract IEnumerable<ScoreBatch> Pass(int number);
}

/// <summary>Images [n, C, H, W] and labels [n] of one batch.</summary>
public readonly record struct ScoreBatch(Tensor Images, Tensor Labels);

/// <summary>Batches that are given.</summary>
/// <param name="batches">The batches; they belong to the caller.</param>
public sealed class GivenScoreData(IReadOnlyList<ScoreBatch> batches) : ScoreData
{
    /// <inheritdoc/>
    public override IEnumerable<ScoreBatch> Pass(int number) => batches;
}
