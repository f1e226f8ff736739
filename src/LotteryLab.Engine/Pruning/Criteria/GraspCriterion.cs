using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Pruning.Criteria;

/// <summary>Options of the GraSP criteria.</summary>
public sealed record GraspOptions
{
    /// <summary>T.</summary>
    [Option("Logits are divided by this before the softmax; larger values flatten the loss.", Min = 0, MinExclusive = true, Max = 1e6)]
    public double Temperature { get; init; } = 200;
}

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

/// <summary>GraSP by absolute score.</summary>
public sealed class GraspAbsCriterion : Criterion<GraspOptions>
{
    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new(
        "grasp_abs",
        "GraSP, absolute",
        "GraSP's scores without their sign: keeps the weights that change the gradient norm most, in either direction. Better than GraSP as published.")
    {
        Papers = [new("Frankle, Dziugaite, Roy and Carbin, Pruning Neural Networks at Initialization: Why Are We Missing the Mark?, ICLR 2021", "https://arxiv.org/abs/2009.08576")],
    };

    /// <inheritdoc/>
    public override bool NeedsData => true;

    /// <inheritdoc/>
    protected override CriterionResult Score(CriterionInput input, GraspOptions options) => new(GraspScores.Of(input, options.Temperature).Map(Math.Abs));
}
