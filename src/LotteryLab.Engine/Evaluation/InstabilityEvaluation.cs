using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Evaluation;

/// <summary>Options of <see cref="InstabilityEvaluation"/>.</summary>
public sealed record InstabilityOptions
{
    /// <summary>Rounds that are analysed.</summary>
    [Option("Rounds of the ticket that are analysed; empty analyses all of them.", Min = 0, Max = 100)]
    public IReadOnlyList<int> Rounds { get; init; } = [];

    /// <summary>Copies trained beside the ticket, each compared with it.</summary>
    [Option("Further copies trained from the same state with other SGD noise; each is compared with the ticket.", Min = 1, Max = 10)]
    public int Copies { get; init; } = 1;

    /// <summary>Positions on the line.</summary>
    [Option("Evenly spaced positions on the line between two copies; the paper uses 30.", Min = 3, Max = 200)]
    public int Alphas { get; init; } = 30;

    /// <summary>What happens to batch-norm statistics on the line.</summary>
    [Option("Batch-norm statistics on the line: interpolate them with the weights, or recompute them from training images.", Choices = ["interpolate", "recompute"])]
    public string NormStatistics { get; init; } = "interpolate";

    /// <summary>Images on which error and loss are measured.</summary>
    [Option("Images that error and loss are measured on.", Choices = ["test", "train"])]
    public string Images { get; init; } = "test";
}

/// <summary>
/// Instability analysis (card 01, G): copies that start from the state and mask of a ticket and differ only in SGD noise, and the error
/// barrier on the straight line between where they end.
/// </summary>
public sealed class InstabilityEvaluation : IEvaluation
{
    /// <inheritdoc/>
    public Descriptor Descriptor { get; } = new(
        "instability",
        "Instability to SGD noise",
        "Trains copies of a network from the same state with other data orders and measures the error on the straight line between their ends. A barrier below 2 percentage points means that the network is stable: it has found its valley. Tickets match the dense network when they are stable.")
    {
        Papers = [new("Frankle, Dziugaite, Roy and Carbin, Linear Mode Connectivity and the Lottery Ticket Hypothesis, ICML 2020", "https://arxiv.org/abs/1912.05671")],
    };

    /// <inheritdoc/>
    public Type OptionsType => typeof(InstabilityOptions);

    /// <inheritdoc/>
    public void Unfold(ReplicatePlan plan, object options)
    {
        var chosen = (InstabilityOptions)options;
        foreach (var ticket in plan.Rounds.Where(round => round.IsTicket && (chosen.Rounds.Count == 0 || chosen.Rounds.Contains(round.Round))))
        {
            for (var copy = 0; copy < chosen.Copies; copy++)
            {
                var other = plan.TrainAlike(ticket.Training, ticket.Start, ticket.Mask, $"train copy {copy + 1} of round {ticket.Round} with other noise", plan.Seed($"noise/copy-{copy}"));
                var line = plan.Add(new InterpolationStep(ticket.Training, other, plan.Inputs, chosen)
                {
                    Numerics = plan.Numerics,
                    Label = $"measure the line between two copies of round {ticket.Round} of replicate {plan.Replicate + 1}",
                });
                plan.AddMeasurement(Descriptor.Name, ticket, line);
            }
        }
    }
}
