using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Steps.Kinds;
using LotteryLab.Engine.Training.Rules;

namespace LotteryLab.Engine.Methods.DynamicSparse;

/// <summary>
/// Base of methods that train a sparse network from a random start and never a dense one: each density is a round whose ticket is the mask
/// at the end of training. A method is its name, its text, its options and its training rule.
/// </summary>
public abstract class SparseTrainingMethod<TOptions> : PruningMethod<TOptions>, ISpecCheck
    where TOptions : SparseStartOptions, new()
{
    /// <summary>Branch of final masks that are trained again from the initialisation.</summary>
    public const string FinalMaskBranch = "final-mask-retrained";

    /// <inheritdoc/>
    public IEnumerable<SpecProblem> Check(ExperimentSpec spec, object options) => ((TOptions)options).Problems();

    /// <inheritdoc/>
    protected override void Unfold(ReplicatePlan plan, TOptions options)
    {
        var initial = plan.Initialize();
        var segment = new TrainingSegment(0, plan.TotalIterations, ScheduleVariant.Original, plan.Seed("noise"));
        var dense = plan.Train(initial, mask: null, segment, "train the dense network");
        plan.AddRound(PlannedRound.TicketBranch, 0, initial, mask: null, dense);
        var rule = Rule(plan, options);
        for (var round = 1; round <= options.Densities.Count; round++)
        {
            var start = options.Start(plan, options.Densities[round - 1]);
            var trained = plan.Train(initial, start, segment, $"train round {round} with {Descriptor.Name}", rule: rule);
            plan.AddRound(PlannedRound.TicketBranch, round, initial, rule is null ? start : trained, trained);
            if (rule is not null && options is DynamicSparseOptions { RetrainFinalMask: true })
            {
                var again = plan.Train(initial, trained, segment, $"train the final mask of round {round} from the initialisation");
                plan.AddRound(FinalMaskBranch, round, initial, trained, again);
            }
        }
    }

    /// <summary>The rule that moves connections; null leaves them where they are.</summary>
    protected abstract ITrainingRuleSource? Rule(ReplicatePlan plan, TOptions options);
}
