using LotteryLab.Engine.Randomness;

namespace LotteryLab.Engine.Datasets;

/// <summary>Which images train, validate and test. Plain C#, so it is the same on every machine and with every tensor provider.</summary>
/// <param name="Train">Indices into the training part, in random order.</param>
/// <param name="Validation">Indices into the training part, in random order, none of them in <paramref name="Train"/>.</param>
/// <param name="Test">Indices into the test part, in random order.</param>
public sealed record DatasetSplits(int[] Train, int[] Validation, int[] Test)
{
    /// <summary>
    /// Draws the split: of one seeded permutation of the training part, the first images validate and the next ones train. So a smaller training
    /// subset is part of a larger one, and the validation images do not depend on the subset.
    /// </summary>
    /// <exception cref="LotteryLabException">More images are asked for than there are.</exception>
    public static DatasetSplits Draw(DatasetFacts facts, DatasetOptions options)
    {
        if (options.Validation >= facts.TrainCount)
        {
            throw TooMany("validation", options.Validation, facts.TrainCount - 1, "validation");
        }

        var remaining = facts.TrainCount - options.Validation;
        if (options.TrainSubset > remaining)
        {
            throw TooMany("trainSubset", options.TrainSubset, remaining, "training after the validation images are taken away");
        }

        if (options.TestSubset > facts.TestCount)
        {
            throw TooMany("testSubset", options.TestSubset, facts.TestCount, "testing");
        }

        var order = CounterRandom.Permutation(SeedTree.Derive(options.SplitSeed, "validation-split"), facts.TrainCount);
        var train = order.AsSpan(options.Validation, options.TrainSubset == 0 ? remaining : options.TrainSubset).ToArray();
        var validation = order.AsSpan(0, options.Validation).ToArray();
        var test = CounterRandom.Permutation(SeedTree.Derive(options.SplitSeed, "test-subset"), facts.TestCount)
            .AsSpan(0, options.TestSubset == 0 ? facts.TestCount : options.TestSubset).ToArray();

        // The order of the permutation stays: files are often sorted by class, and whoever measures on the first thousand images wants a fair sample.
        return new DatasetSplits(train, validation, test);
    }

    /// <summary>Labels of the training images with the share of <see cref="DatasetOptions.LabelNoise"/> drawn anew, uniformly over all classes (the right one included).</summary>
    public long[] TrainingLabels(RawDataset raw, DatasetOptions options)
    {
        var labels = Labels(raw.TrainLabels, Train);
        var noisy = (int)Math.Round(options.LabelNoise * labels.Length, MidpointRounding.ToEven);
        if (noisy > 0)
        {
            var seed = SeedTree.Derive(options.SplitSeed, "label-noise");
            var random = new CounterRandom(CounterRandom.Fork(seed, 0));
            foreach (var position in CounterRandom.Permutation(CounterRandom.Fork(seed, 1), labels.Length).AsSpan(0, noisy))
            {
                labels[position] = random.NextInt(raw.Facts.Classes);
            }
        }

        return labels;
    }

    internal static long[] Labels(byte[] labels, int[] indices) => Array.ConvertAll(indices, index => (long)labels[index]);

    private static LotteryLabException TooMany(string option, int asked, int available, string purpose) =>
        new("dataset.split", $"Option {option} asks for {asked:N0} images, but only {available:N0} can be used for {purpose}.", $"Set {option} to {available:N0} or less.");
}
