using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Pruning.Criteria;

/// <summary>Gradient signal preservation: keeps the weights whose removal would shrink the gradient most.</summary>
public sealed class GraspCriterion : Criterion<GraspOptions>
{
    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new(
        "grasp",
        "GraSP",
        "Scores a weight by its value times the product of Hessian and gradient, with its sign: low scores harm the gradient norm and go first. Needs two passes over a few training images and second derivatives.")
    {
        Papers = [new("Wang, Zhang and Grosse, Picking Winning Tickets Before Training by Preserving Gradient Flow, ICLR 2020", "https://arxiv.org/abs/2002.07376")],
        KnownFailures =
        [
            "Keeping the largest absolute scores instead (grasp_abs) is usually better.",
            "Published GraSP curves of the SynFlow repository were made with the wrong sign.",
            "Iterated in reference mode, masked weights (score 0) rank above live ones with negative scores; use exact mode.",
        ],
    };

    /// <inheritdoc/>
    public override bool NeedsData => true;

    /// <inheritdoc/>
    protected override CriterionResult Score(CriterionInput input, GraspOptions options) => new(GraspScores.Of(input, options.Temperature));
}
