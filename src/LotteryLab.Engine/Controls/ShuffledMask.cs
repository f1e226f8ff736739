using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Steps.Kinds;

namespace LotteryLab.Engine.Controls;

/// <summary>Options of controls that move the mask.</summary>
public sealed record ShuffledMaskOptions
{
    /// <summary>Where weights may move to.</summary>
    [Option("layerwise keeps the count of every tensor; global keeps only the total.", Choices = ["layerwise", "global"])]
    public string Scope { get; init; } = "layerwise";

    /// <summary>Masks per ticket.</summary>
    [Option("Random masks drawn for each ticket.", Min = 1, Max = 20)]
    public int Draws { get; init; } = 1;
}

/// <summary>The ticket's weights before masking under a randomly permuted mask (card 01, H).</summary>
public sealed class ShuffledMask : Control<ShuffledMaskOptions>, ISanityCheck
{
    /// <inheritdoc/>
    public override ControlDescriptor Descriptor { get; } = new(
        "shuffled-mask",
        "Shuffled mask",
        "Keeps the ticket's starting weights and permutes its mask, inside each tensor or over the whole network. If it trains as well as the ticket, only the densities of the layers mattered.")
    {
        Question = ControlQuestion.Structure,
        Role = ControlRole.Baseline,
        Dash = CurveDash.Dot,
        Papers = [new("Frankle, Dziugaite, Roy and Carbin, Pruning Neural Networks at Initialization: Why Are We Missing the Mark?, ICLR 2021", "https://arxiv.org/abs/2009.08576")],
    };

    /// <inheritdoc/>
    public string Passed => "the positions inside the layers matter";

    /// <inheritdoc/>
    public string Failed => "only the densities of the layers matter";

    /// <inheritdoc/>
    public bool IsDecisive => true;

    /// <inheritdoc/>
    protected override void Unfold(ReplicatePlan plan, PlannedRound ticket, ShuffledMaskOptions options)
    {
        for (var draw = 0; draw < options.Draws; draw++)
        {
            var mask = plan.Add(new ShuffleMaskStep(ticket.Mask!, options.Scope == "global", plan.Seed($"shuffled-mask/round-{ticket.Round}/draw-{draw}"))
            {
                Numerics = plan.Numerics,
                Label = $"shuffle the mask of round {ticket.Round}",
            });
            var trained = plan.TrainAlike(ticket.Training, ticket.Start, mask, $"train under the shuffled mask {draw + 1} of round {ticket.Round}");
            plan.AddRound(Descriptor.Name, ticket.Round, ticket.Start, mask, trained, draw);
        }
    }
}
