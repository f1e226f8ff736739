using LotteryLab.Engine.Pruning.Scores;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Pruning.Criteria;

/// <summary>|w|.</summary>
public sealed class MagnitudeCriterion : Criterion<NoOptions>
{
    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new(
        "magnitude",
        "Magnitude",
        "Scores a weight by its size. Of a trained network it is the criterion of the lottery-ticket papers; of a fresh one it only compares how widely the layers were drawn.")
    {
        KnownFailures = ["At initialisation the layers with the narrowest distribution go first, so wide layers collapse early (VGG-16 beyond a compression of about 300)."],
    };

    /// <inheritdoc/>
    protected override CriterionResult Score(CriterionInput input, NoOptions options) =>
        new(new ScoreSet(input.Masks.Entries.Select(entry =>
            KeyValuePair.Create(entry.Key, Array.ConvertAll(input.State.ReadFloats(entry.Key), weight => (double)Math.Abs(weight))))));
}
