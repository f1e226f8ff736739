using LotteryLab.Engine.Runtime;
using LotteryLab.Engine.Specs;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Pruning.Criteria;

/// <summary>Connection sensitivity: the size of the derivative of the loss by the mask.</summary>
public sealed class SnipCriterion : Criterion<NoOptions>
{
    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new(
        "snip",
        "SNIP",
        "Scores a weight by how much the loss of one batch changes when it is taken away: its value times its gradient. One backward pass over a few training images.")
    {
        Papers =
        [
            new("Lee, Ajanthan and Torr, SNIP: Single-shot Network Pruning based on Connection Sensitivity, ICLR 2019", "https://arxiv.org/abs/1810.02340"),
            new("Tanaka, Kunin, Yamins and Ganguli, Pruning Neural Networks Without Any Data by Iteratively Conserving Synaptic Flow, NeurIPS 2020 (reference code)", "https://arxiv.org/abs/2006.05467"),
        ],
        KnownFailures =
        [
            "A single shot empties whole layers at high compressions.",
            "Shuffling the mask inside its layers does not hurt: what it finds are layer densities.",
        ],
    };

    /// <inheritdoc/>
    public override bool NeedsData => true;

    /// <inheritdoc/>
    protected override CriterionResult Score(CriterionInput input, NoOptions options)
    {
        using var weights = new EffectiveWeights(input, isAbsolute: false, input.IsTraining);
        using var scope = NewDisposeScope();
        var sums = weights.Zeros();
        ScorePass.Accumulate(input, input.Iteration, sums, batch => Gradients.Of(weights.Loss(batch), weights.Leaves));

        // The derivative is taken by the mask, so pruned weights have a score too and may return in reference mode.
        var scores = weights.Times(sums, isMasked: false, isAbsolute: true);
        var total = scores.Sum;
        return new CriterionResult(total > 0 ? scores.Map(score => score / total) : scores);
    }
}
