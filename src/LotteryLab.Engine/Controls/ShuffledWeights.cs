using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Steps.Kinds;

namespace LotteryLab.Engine.Controls;

/// <summary>Options of <see cref="ShuffledWeights"/>.</summary>
public sealed record ShuffledWeightsOptions
{
    /// <summary>Permutations per ticket.</summary>
    [Option("Permutations drawn for each ticket.", Min = 1, Max = 20)]
    public int Draws { get; init; } = 1;
}

/// <summary>Permutes the ticket's surviving values among the surviving positions of each tensor (card 02, F4).</summary>
public sealed class ShuffledWeights : Control<ShuffledWeightsOptions>, ISanityCheck
{
    /// <inheritdoc/>
    public override ControlDescriptor Descriptor { get; } = new(
        "shuffled-weights",
        "Shuffled weights",
        "Keeps the ticket's mask and permutes its surviving starting values inside each tensor. If it trains as well, no weight needs its own value.")
    {
        Question = ControlQuestion.Initialisation,
        Papers = [new("Frankle, Dziugaite, Roy and Carbin, Pruning Neural Networks at Initialization: Why Are We Missing the Mark?, ICLR 2021", "https://arxiv.org/abs/2009.08576")],
    };

    /// <inheritdoc/>
    public string Passed => "each position needs its own starting value";

    /// <inheritdoc/>
    public string Failed => "the starting values may change places";

    /// <inheritdoc/>
    public bool IsDecisive => false;

    /// <inheritdoc/>
    protected override void Unfold(ReplicatePlan plan, PlannedRound ticket, ShuffledWeightsOptions options)
    {
        for (var draw = 0; draw < options.Draws; draw++)
        {
            var start = plan.Add(new ShuffleWeightsStep(ticket.Start, ticket.Mask!, plan.Network, plan.Seed($"shuffled-weights/round-{ticket.Round}/draw-{draw}"))
            {
                Numerics = plan.Numerics,
                Label = $"shuffle the weights of round {ticket.Round}",
            });
            var trained = plan.TrainAlike(ticket.Training, start, ticket.Mask, $"train the shuffled weights {draw + 1} of round {ticket.Round}");
            plan.AddRound(Descriptor.Name, ticket.Round, start, ticket.Mask, trained, draw);
        }
    }
}
