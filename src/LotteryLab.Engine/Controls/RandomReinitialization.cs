using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Steps.Kinds;

namespace LotteryLab.Engine.Controls;

/// <summary>Options of <see cref="RandomReinitialization"/>.</summary>
public sealed record RandomReinitializationOptions
{
    /// <summary>Fresh networks per ticket.</summary>
    [Option("Fresh initialisations drawn for each ticket; the paper draws 3.", Min = 1, Max = 20)]
    public int Draws { get; init; } = 1;

    /// <summary>Distribution of the fresh weights.</summary>
    [Option("Distribution of the fresh weights: that of the ticket, or another one by name.", Choices = [OfTicket, "glorot-normal", "glorot-normal-truncated", "glorot-uniform", "kaiming-normal", "kaiming-normal-fan-out", "kaiming-uniform", "kaiming-uniform-fan-out", "orthogonal", "binary", "signed-constant"])]
    public string Initializer { get; init; } = OfTicket;

    internal const string OfTicket = "ticket";
}

/// <summary>The ticket's mask on a freshly drawn network (biases and batch norm too), trained over the same part of the schedule (card 01, H).</summary>
public sealed class RandomReinitialization : Control<RandomReinitializationOptions>, ISanityCheck
{
    /// <inheritdoc/>
    public override ControlDescriptor Descriptor { get; } = new(
        "random-reinit",
        "Random re-initialisation",
        "Keeps the ticket's mask and draws all weights afresh. If it trains as well as the ticket, the ticket's initial weights were nothing special.")
    {
        Question = ControlQuestion.Initialisation,
        Role = ControlRole.Baseline,
        Dash = CurveDash.Dash,
        Papers = [new("Frankle and Carbin, The Lottery Ticket Hypothesis, ICLR 2019", "https://arxiv.org/abs/1803.03635")],
    };

    /// <inheritdoc/>
    public string Passed => "the initial weights matter";

    /// <inheritdoc/>
    public string Failed => "fresh weights under the same mask do as well";

    /// <inheritdoc/>
    public bool IsDecisive => true;

    /// <inheritdoc/>
    protected override void Unfold(ReplicatePlan plan, PlannedRound ticket, RandomReinitializationOptions options)
    {
        var initializer = options.Initializer == RandomReinitializationOptions.OfTicket ? (ticket.Start as InitializeStep)?.Initializer : options.Initializer;
        for (var draw = 0; draw < options.Draws; draw++)
        {
            var fresh = plan.Initialize($"random-reinit/round-{ticket.Round}/draw-{draw}", initializer);
            var trained = plan.TrainAlike(ticket.Training, fresh, ticket.Mask, $"train the re-initialised network {draw + 1} of round {ticket.Round}");
            plan.AddRound(Descriptor.Name, ticket.Round, fresh, ticket.Mask, trained, draw);
        }
    }
}
