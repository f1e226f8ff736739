using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Pruning.Scores;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Steps;
using LotteryLab.Engine.Steps.Kinds;

namespace LotteryLab.Engine.Methods;

/// <summary>
/// Base of methods that score a network, prune it to each density, and train what is left from the initialisation over the full schedule. A
/// method is its name, its text and its options.
/// </summary>
public abstract class ScoringMethod<TOptions> : PruningMethod<TOptions>, ISpecCheck
    where TOptions : ScoringOptions, new()
{
    /// <inheritdoc/>
    public IEnumerable<SpecProblem> Check(ExperimentSpec spec, object options) => ScoringCheck.Problems((ScoringOptions)options);

    /// <inheritdoc/>
    protected override void Unfold(ReplicatePlan plan, TOptions options)
    {
        var initial = plan.Initialize();
        var segment = new TrainingSegment(0, plan.TotalIterations, ScheduleVariant.Original, plan.Seed("noise"));
        var dense = plan.Train(initial, mask: null, segment, "train the dense network");
        plan.AddRound(PlannedRound.TicketBranch, 0, initial, mask: null, dense);
        var scored = Scored(plan, initial, segment, options);
        for (var round = 1; round <= options.Densities.Count; round++)
        {
            var mask = plan.Score(scored, options.Request(options.Densities[round - 1], plan.Seed("scores")), $"score and prune for round {round}");
            var trained = plan.Train(initial, mask, segment, $"train round {round}");
            plan.AddRound(PlannedRound.TicketBranch, round, initial, mask, trained);
        }
    }

    /// <summary>Step whose weights are scored; the initialisation unless a method says otherwise.</summary>
    protected virtual Step Scored(ReplicatePlan plan, Step initial, TrainingSegment segment, TOptions options) => initial;
}
