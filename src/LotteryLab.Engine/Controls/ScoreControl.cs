using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Pruning.Scores;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Steps.Kinds;

namespace LotteryLab.Engine.Controls;

/// <summary>Base of controls that take the score of a ticket again under other conditions and train from the ticket's own start.</summary>
public abstract class ScoreControl<TOptions> : Control<TOptions>, ISpecCheck
    where TOptions : class, new()
{
    /// <inheritdoc/>
    public IEnumerable<SpecProblem> Check(ExperimentSpec spec, object options)
    {
        var scoring = ScoringOptions.In(spec.Method).ToList();
        if (scoring.Count == 0)
        {
            yield return new SpecProblem(".name", Descriptor.Name, $"The method {spec.Method.Name} does not prune by the scores of a criterion, so there is no score to take again.", "a method such as snip, grasp, synflow, magnitude-at-init or prune-at-init");
        }
        else if (!scoring.Exists(method => Applies(ComponentCatalog.Default, method.Scorer)))
        {
            yield return new SpecProblem(".name", Descriptor.Name, string.Join(' ', scoring.Select(method => Inapplicable(method.Scorer.Name)).Distinct()), "another control, or another criterion");
        }
    }

    /// <summary>Whether the control can differ from a ticket of this criterion; other tickets get none.</summary>
    protected virtual bool Applies(ComponentCatalog catalog, ComponentSpec criterion) => true;

    /// <summary>Why the control cannot differ from a ticket of this criterion.</summary>
    protected virtual string Inapplicable(string criterion) => "";

    /// <summary>The changed request.</summary>
    protected abstract ScoreRequest Change(ScoreRequest request, TOptions options);

    /// <inheritdoc/>
    protected override void Unfold(ReplicatePlan plan, PlannedRound ticket, TOptions options)
    {
        if (ticket.Mask is not ScoreMaskStep scored || !Applies(plan.Catalog, scored.Request.Criterion))
        {
            return;
        }

        var mask = plan.Score(scored.Weights, Change(scored.Request, options), $"score for the control {Descriptor.Name} of round {ticket.Round}");
        var trained = plan.TrainAlike(ticket.Training, ticket.Start, mask, $"train the control {Descriptor.Name} of round {ticket.Round}");
        plan.AddRound(Descriptor.Name, ticket.Round, ticket.Start, mask, trained);
    }
}
