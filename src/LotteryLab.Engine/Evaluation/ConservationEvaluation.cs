using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Evaluation;

/// <summary>Options of <see cref="ConservationEvaluation"/>.</summary>
public sealed record ConservationOptions
{
    /// <summary>The number whose saliency is added up.</summary>
    [Option("R: flow is the synaptic flow of an all-ones input, loss the cross-entropy of a batch of training images.", Choices = ["flow", "loss"])]
    public string Saliency { get; init; } = "flow";

    /// <summary>Rounds that are measured.</summary>
    [Option("Rounds of the ticket that are measured, at their start; empty measures the dense network only.", Min = 0, Max = 100)]
    public IReadOnlyList<int> Rounds { get; init; } = [];

    /// <summary>Images of the loss.</summary>
    [Option("Training images of the loss.", Min = 1, Max = 10_000, Unit = "images")]
    public int Images { get; init; } = 100;
}

/// <summary>Adds up saliency unit by unit and layer by layer (card 02, C).</summary>
public sealed class ConservationEvaluation : IEvaluation
{
    /// <inheritdoc/>
    public Descriptor Descriptor { get; } = new(
        "conservation",
        "Conservation of saliency",
        "Adds up weight times gradient over what enters and what leaves each unit, and over each layer. Both are conserved, which is why large layers get small average scores and die first under a global threshold.")
    {
        Papers = [new("Tanaka, Kunin, Yamins and Ganguli, Pruning Neural Networks Without Any Data by Iteratively Conserving Synaptic Flow, NeurIPS 2020", "https://arxiv.org/abs/2006.05467")],
    };

    /// <inheritdoc/>
    public Type OptionsType => typeof(ConservationOptions);

    /// <inheritdoc/>
    public void Unfold(ReplicatePlan plan, object options)
    {
        var chosen = (ConservationOptions)options;
        IReadOnlyList<int> wanted = chosen.Rounds.Count == 0 ? [0] : chosen.Rounds;
        foreach (var round in plan.Rounds.Where(round => round.IsTicket && wanted.Contains(round.Round)))
        {
            var step = plan.Add(new ConservationStep(round.Start, round.Mask, plan, chosen, plan.Seed("conservation"))
            {
                Numerics = plan.Numerics,
                Label = $"add up saliency at the start of round {round.Round} of replicate {plan.Replicate + 1}",
            });
            plan.AddMeasurement(Descriptor.Name, round, step);
        }
    }
}
