using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Evaluation;

/// <summary>Options of <see cref="SearchCostEvaluation"/>.</summary>
public sealed record SearchCostOptions
{
    /// <summary>Rounds that are counted.</summary>
    [Option("Rounds of the ticket that are counted; empty counts all of them.", Min = 0, Max = 100)]
    public IReadOnlyList<int> Rounds { get; init; } = [];
}

/// <summary>What it cost to find each ticket and to have it trained, in epochs and passes: the axis of claims such as "19 times faster than IMP".</summary>
public sealed class SearchCostEvaluation : IEvaluation
{
    /// <inheritdoc/>
    public Descriptor Descriptor { get; } = new(
        "search-cost",
        "Cost of finding the ticket",
        "Counts every training that had to be run before a ticket's mask was known, and before the ticket was trained: in epochs, in forward and backward passes, and in multiply-adds. Iterative pruning pays for all rounds before; score learning pays for one search.")
    {
        Papers = [new("Sreenivasan et al., Rare Gems: Finding Lottery Tickets at Initialization, NeurIPS 2022, Table 1", "https://arxiv.org/abs/2202.12002")],
    };

    /// <inheritdoc/>
    public Type OptionsType => typeof(SearchCostOptions);

    /// <inheritdoc/>
    public void Unfold(ReplicatePlan plan, object options)
    {
        var rounds = ((SearchCostOptions)options).Rounds;
        foreach (var ticket in plan.Rounds.Where(round => round.IsTicket && (rounds.Count == 0 || rounds.Contains(round.Round))))
        {
            plan.AddMeasurement(Descriptor.Name, ticket, plan.Add(new SearchCostStep(SearchCost.Of(ticket.Mask), SearchCost.Of(ticket.Training))
            {
                Numerics = plan.Numerics,
                Label = $"count the cost of round {ticket.Round} of replicate {plan.Replicate + 1}",
            }));
        }
    }
}
