using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Steps.Kinds;

namespace LotteryLab.Engine.Controls;

/// <summary>A random mask on a fresh network: nothing of the ticket is left but its counts (card 01, H, random sparsity).</summary>
public sealed class RandomPruning : Control<ShuffledMaskOptions>
{
    /// <inheritdoc/>
    public override ControlDescriptor Descriptor { get; } = new(
        "random-pruning",
        "Random pruning",
        "Draws both mask and weights at random, with as many weights kept per tensor (or in total) as the ticket keeps. The floor that every method must beat.")
    {
        Question = ControlQuestion.Structure,
        Role = ControlRole.Substitute,
        Dash = CurveDash.Dot,
        Papers = [new("Frankle and Carbin, The Lottery Ticket Hypothesis, ICLR 2019", "https://arxiv.org/abs/1803.03635")],
    };

    /// <inheritdoc/>
    protected override void Unfold(ReplicatePlan plan, PlannedRound ticket, ShuffledMaskOptions options)
    {
        for (var draw = 0; draw < options.Draws; draw++)
        {
            var purpose = $"random-pruning/round-{ticket.Round}/draw-{draw}";
            var fresh = plan.Initialize(purpose);
            var mask = plan.Add(new ShuffleMaskStep(ticket.Mask!, options.Scope == "global", plan.Seed(purpose + "/mask"))
            {
                Numerics = plan.Numerics,
                Label = $"draw a random mask for round {ticket.Round}",
            });
            var trained = plan.TrainAlike(ticket.Training, fresh, mask, $"train the randomly pruned network {draw + 1} of round {ticket.Round}");
            plan.AddRound(Descriptor.Name, ticket.Round, fresh, mask, trained, draw);
        }
    }
}
