using LotteryLab.Engine.Pruning.Scores;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Methods;

/// <summary>Options of <see cref="RandomMethod"/>.</summary>
public sealed record RandomOptions : ScoringOptions
{
    /// <inheritdoc/>
    public override ComponentSpec Scorer => new("random", new NoOptions());
}

/// <summary>Prunes a fresh network at random.</summary>
public sealed class RandomMethod : ScoringMethod<RandomOptions>
{
    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new(
        "random",
        "Random pruning",
        "Prunes the fresh network at random and trains what is left. With a good rule for the layer densities (scope allocation, rule erk) it is a serious rival of methods that look at weights and data.")
    {
        Papers = [new("Liu et al., The Unreasonable Effectiveness of Random Pruning, ICLR 2022", "https://arxiv.org/abs/2202.02643")],
        KnownFailures = ["With the same density everywhere, small layers empty first at low densities."],
    };
}
