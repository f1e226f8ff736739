using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Pruning.Criteria;

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
