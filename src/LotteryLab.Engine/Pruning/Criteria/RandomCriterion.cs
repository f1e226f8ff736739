using LotteryLab.Engine.Pruning.Scores;
using LotteryLab.Engine.Randomness;
using LotteryLab.Engine.Specs;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Pruning.Criteria;

/// <summary>An independent standard normal for each weight, fresh at every call.</summary>
public sealed class RandomCriterion : Criterion<NoOptions>
{
    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new(
        "random",
        "Random",
        "Draws the scores. With a global threshold every tensor keeps about the overall density. The baseline that every other criterion must beat.");

    /// <inheritdoc/>
    protected override CriterionResult Score(CriterionInput input, NoOptions options) =>
        new(new ScoreSet(input.Masks.Entries.Select(entry => KeyValuePair.Create(entry.Key, Draw(entry.Value.Count, SeedTree.Derive(input.Seed, $"{entry.Key}/{input.Iteration}"))))));

    private static double[] Draw(long count, long seed)
    {
        using var generator = new Generator((ulong)seed);
        using var draws = randn([count], dtype: ScalarType.Float64, generator: generator);
        return draws.data<double>().ToArray();
    }
}
