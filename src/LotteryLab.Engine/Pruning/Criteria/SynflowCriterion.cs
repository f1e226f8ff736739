using LotteryLab.Engine.Runtime;
using LotteryLab.Engine.Specs;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Pruning.Criteria;

/// <summary>Synaptic flow: what passes through a weight when all tensors are made positive and the input is all ones.</summary>
public sealed class SynflowCriterion : Criterion<NoOptions>
{
    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new(
        "synflow",
        "SynFlow",
        "Scores a weight by its share of the flow from an all-ones input to the outputs of the network with all signs removed. Needs no data. The scores of every layer add up to the same flow, so with many small steps no layer dies before it must.")
    {
        Papers = [new("Tanaka, Kunin, Yamins and Ganguli, Pruning Neural Networks Without Any Data by Iteratively Conserving Synaptic Flow, NeurIPS 2020", "https://arxiv.org/abs/2006.05467")],
        KnownFailures =
        [
            "In a single shot it is worse than the other criteria: the iterations are the point.",
            "Below a compression of about 30 magnitude is as good, and on Tiny ImageNet plain random masks are better.",
        ],
    };

    /// <inheritdoc/>
    protected override CriterionResult Score(CriterionInput input, NoOptions options)
    {
        // Always in evaluation mode: batch statistics of a single image of ones mean nothing.
        using var weights = new EffectiveWeights(input, isAbsolute: true, isTraining: false);
        using var scope = NewDisposeScope();
        var ones = weights.Ones();
        var flow = weights.Logits(ones).sum();
        var value = flow.item<double>();
        if (!double.IsFinite(value))
        {
            throw Overflow(weights.FindLayer(ones, output => !double.IsFinite(output.sum().item<double>())));
        }

        var gradients = Gradients.Of(flow, weights.Leaves);
        var scores = weights.Times(gradients, isMasked: true, isAbsolute: true);
        if (scores.Entries.FirstOrDefault(entry => entry.Value.Any(score => !double.IsFinite(score))) is { Key: { } name })
        {
            throw Overflow(name);
        }

        return new CriterionResult(scores)
        {
            Flow = value,
            DeadLayer = value > 0 ? null : weights.FindLayer(ones, output => output.abs().sum().item<double>() == 0) ?? "output",
        };
    }

    private static LotteryLabException Overflow(string? layer) =>
        new("score.overflow", $"The synaptic flow overflows double precision at '{layer ?? "the output"}'.", "Use a network with batch norm, or a narrower initialisation.");
}
