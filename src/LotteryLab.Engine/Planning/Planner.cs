using LotteryLab.Engine.Architectures;
using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Planning;

/// <summary>Unfolds a spec into its plan.</summary>
public static class Planner
{
    /// <summary>Builds the plan. Pure: equal specs, data and numerics give equal plans.</summary>
    /// <exception cref="LotteryLabException">The data set is missing or damaged, or the parts of the spec do not fit each other.</exception>
    public static ExperimentPlan Plan(ExperimentSpec spec, PlanContext context)
    {
        var source = context.Catalog.Find<IDatasetSource>(spec.Dataset.Name);
        var facts = source.Describe(spec.Dataset.Options, context.DataFolder);
        var network = context.Catalog.Find<IArchitecture>(spec.Architecture.Name).Build(spec.Architecture.Options, facts.Shape, facts.Classes);
        var method = context.Catalog.Find<IPruningMethod>(spec.Method.Name);
        var shared = new SharedPlan(spec, context, network, facts);
        for (var replicate = 0; replicate < spec.Replicates; replicate++)
        {
            var plan = new ReplicatePlan(shared, replicate);
            method.Unfold(plan, spec.Method.Options);
            UnfoldControls(plan, spec, context);
            foreach (var evaluation in spec.Evaluations)
            {
                context.Catalog.Find<IEvaluation>(evaluation.Name).Unfold(plan, evaluation.Options);
            }
        }

        return new ExperimentPlan(spec, SpecHash.Of(spec), network, shared.Steps, shared.Rounds, shared.Measurements) { Warnings = shared.Warnings };
    }

    private static void UnfoldControls(ReplicatePlan plan, ExperimentSpec spec, PlanContext context)
    {
        var tickets = plan.Rounds.Where(round => round.IsTicket && round.Mask is not null).ToList();
        foreach (var control in spec.Controls)
        {
            var component = context.Catalog.Find<IControl>(control.Name);
            foreach (var ticket in tickets)
            {
                component.Unfold(ticket.Method is null ? plan : plan.InBranch(ticket.Method), ticket, control.Options);
            }
        }
    }
}
