using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Pruning.Scores;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Steps;
using LotteryLab.Engine.Steps.Kinds;

namespace LotteryLab.Engine.Methods;

/// <summary>Options of <see cref="PruneAtInitMethod"/>.</summary>
public sealed record PruneAtInitOptions : ScoringOptions
{
    /// <inheritdoc/>
    public override ComponentSpec Scorer => Criterion;

    /// <summary>How weights are scored.</summary>
    [Option("How weights are scored.", Component = "criterion")]
    public ComponentSpec Criterion { get; init; } = new("snip", new NoOptions());

    /// <summary>Training before the score is taken.</summary>
    [Option("Score the network after this much dense training instead of at initialisation; tickets still start from the initialisation.", Min = 0)]
    public TrainingLength ScoreAfter { get; init; }
}

/// <summary>Any criterion with any scope, granularity and schedule.</summary>
public sealed class PruneAtInitMethod : ScoringMethod<PruneAtInitOptions>
{
    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new(
        "prune-at-init",
        "Prune by scores",
        "Puts any criterion together with any scope, granularity and schedule, scores the network at initialisation or after some training, and trains what is left from the initialisation. For questions that the named methods do not ask.")
    {
        Papers = [new("Frankle, Dziugaite, Roy and Carbin, Pruning Neural Networks at Initialization: Why Are We Missing the Mark?, ICLR 2021", "https://arxiv.org/abs/2009.08576")],
        KnownFailures = ["A free combination may never have been tried: without the sanity controls a good accuracy only says that the densities of the layers were good."],
    };

    /// <inheritdoc/>
    protected override Step Scored(ReplicatePlan plan, Step initial, TrainingSegment segment, PruneAtInitOptions options)
    {
        var after = options.ScoreAfter.ToIterations(plan.IterationsPerEpoch);
        return after == 0 ? initial
            : after <= plan.TotalIterations ? plan.Train(initial, mask: null, segment with { To = after }, $"train to iteration {after}, where the score is taken")
            : throw new LotteryLabException("spec.position", $"method.scoreAfter is {options.ScoreAfter} ({after} iterations), but training has {plan.TotalIterations}.", $"Choose a position up to {plan.TotalIterations}it.");
    }
}
