using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Pruning.Allocation;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Steps.Kinds;

namespace LotteryLab.Engine.Controls;

/// <summary>Options of <see cref="SmartRatioTickets"/>.</summary>
public sealed record SmartRatioTicketsOptions
{
    /// <summary>Family of the formula.</summary>
    [Option("Which formula of the smart ratio: resnet or vgg (falls faster with depth).", Choices = ["resnet", "vgg"])]
    public string Formula { get; init; } = "resnet";

    /// <summary>Density of the last linear layer.</summary>
    [Option("Density of the last linear layer.", Min = 0, Max = 1, MinExclusive = true)]
    public double OutputDensity { get; init; } = 0.3;

    /// <summary>Masks per ticket.</summary>
    [Option("Random masks drawn for each ticket.", Min = 1, Max = 20)]
    public int Draws { get; init; } = 1;
}

/// <summary>A random mask with smart-ratio densities and the ticket's overall density, on the ticket's starting weights (card 02, F6).</summary>
public sealed class SmartRatioTickets : Control<SmartRatioTicketsOptions>, ISanityCheck
{
    /// <inheritdoc/>
    public override ControlDescriptor Descriptor { get; } = new(
        "smart-ratio",
        "Smart-ratio random tickets",
        "Draws masks at random with layer densities from a formula of the depth, at the ticket's overall density. If they train as well, the method's own densities are no better than a rule of thumb.")
    {
        Question = ControlQuestion.Structure,
        Papers = [new("Su et al., Sanity-Checking Pruning Methods: Random Tickets Can Win the Jackpot, NeurIPS 2020", "https://arxiv.org/abs/2009.11094")],
        KnownFailures = ["Below a density at which the last layer alone takes everything there is no such ticket; lower outputDensity then."],
    };

    /// <inheritdoc/>
    public string Passed => "the mask is better than a rule of thumb for layer densities";

    /// <inheritdoc/>
    public string Failed => "a rule of thumb for layer densities does as well";

    /// <inheritdoc/>
    public bool IsDecisive => false;

    /// <inheritdoc/>
    protected override void Unfold(ReplicatePlan plan, PlannedRound ticket, SmartRatioTicketsOptions options)
    {
        var rule = new ComponentSpec("smart-ratio", new SmartRatioOptions { Formula = options.Formula, OutputDensity = options.OutputDensity });
        for (var draw = 0; draw < options.Draws; draw++)
        {
            var mask = plan.Add(new AllocatedMaskStep(ticket.Mask!, rule, plan.Network, plan.Seed($"smart-ratio/round-{ticket.Round}/draw-{draw}"))
            {
                Numerics = plan.Numerics,
                Label = $"draw a smart-ratio mask for round {ticket.Round}",
            });
            var trained = plan.TrainAlike(ticket.Training, ticket.Start, mask, $"train the smart-ratio ticket {draw + 1} of round {ticket.Round}");
            plan.AddRound(Descriptor.Name, ticket.Round, ticket.Start, mask, trained, draw);
        }
    }
}
