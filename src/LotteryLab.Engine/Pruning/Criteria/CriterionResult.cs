using LotteryLab.Engine.Pruning.Scores;

namespace LotteryLab.Engine.Pruning.Criteria;

/// <summary>What a criterion says about the weights.</summary>
/// <param name="Scores">One number a weight.</param>
public sealed record CriterionResult(ScoreSet Scores)
{
    /// <summary>R, when every layer's scores add up to it and it is not negative (SynFlow); otherwise null.</summary>
    public double? Flow { get; init; }

    /// <summary>First layer that lets nothing through, when there is one.</summary>
    public string? DeadLayer { get; init; }
}
