using FsCheck;
using FsCheck.Fluent;
using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Networks;

namespace LotteryLab.Engine.Tests.Datasets;

public sealed class DatasetSplitsTests
{
    private static readonly DatasetFacts Facts = new(new ImageShape(1, 2, 2), 10, 100, 40, "");

    [Fact]
    public void Draw_AnySizes_IsDisjointAndExact() =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll<byte, byte, byte>((a, b, seed) =>
        {
            var options = new DatasetOptions { Validation = a % 100, TrainSubset = b % (101 - (a % 100)), TestSubset = b % 41, SplitSeed = seed };
            var splits = DatasetSplits.Draw(Facts, options);
            var all = splits.Train.Concat(splits.Validation).ToHashSet();
            return splits.Validation.Length == options.Validation
                && splits.Train.Length == (options.TrainSubset == 0 ? 100 - options.Validation : options.TrainSubset)
                && all.Count == splits.Train.Length + splits.Validation.Length
                && all.All(index => index is >= 0 and < 100)
                && splits.Test.Length == (options.TestSubset == 0 ? 40 : options.TestSubset)
                && splits.Test.Distinct().Count() == splits.Test.Length;
        }));

    [Fact]
    public void Draw_SmallerSubset_IsPartOfTheLargerAndKeepsValidation()
    {
        var (small, large) = (Draw(subset: 20), Draw(subset: 50));

        Assert.Subset(large.Train.ToHashSet(), small.Train.ToHashSet());
        Assert.Equal(large.Validation, small.Validation);
    }

    [Fact]
    public void Draw_SeedDecides()
    {
        Assert.Equal(Draw().Validation, Draw().Validation);
        Assert.NotEqual(Draw().Validation.Order(), Draw(seed: 1).Validation.Order());
    }

    [Theory]
    [InlineData(100, 0, 0, "validation")]
    [InlineData(10, 91, 0, "trainSubset")]
    [InlineData(10, 0, 41, "testSubset")]
    public void Draw_MoreThanThereIs_NamesTheOption(int validation, int subset, int test, string option)
    {
        var problem = Assert.Throws<LotteryLabException>(() => DatasetSplits.Draw(Facts, new DatasetOptions { Validation = validation, TrainSubset = subset, TestSubset = test }));

        Assert.Equal("dataset.split", problem.Code);
        Assert.Contains(option, problem.Message);
    }

    [Fact]
    public void TrainingLabels_WithNoise_ChangesTheGivenShareOnly()
    {
        var facts = Facts with { TrainCount = 10_000 };
        var raw = new RawDataset(facts, [], new byte[10_000], [], new byte[40], []);
        var options = new DatasetOptions { Validation = 0, LabelNoise = 0.3 };
        var splits = DatasetSplits.Draw(facts, options);

        var labels = splits.TrainingLabels(raw, options);

        // 3,000 labels are drawn anew, a tenth of them to what they were.
        Assert.InRange(labels.Count(label => label != 0), 2_600, 2_800);
        Assert.Equal(labels, splits.TrainingLabels(raw, options));
        Assert.All(splits.TrainingLabels(raw, options with { LabelNoise = 0 }), label => Assert.Equal(0, label));
    }

    private static DatasetSplits Draw(int subset = 0, long seed = 0) =>
        DatasetSplits.Draw(Facts, new DatasetOptions { Validation = 30, TrainSubset = subset, SplitSeed = seed });
}
