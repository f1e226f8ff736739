using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Pruning;

namespace LotteryLab.Engine.Tests.Pruning;

public sealed class RandomMasksTests
{
    private static MaskSet Some => new([new("b", BitMask.From(1000, i => i < 100)), new("a", BitMask.From(500, i => i % 2 == 0))]);

    [Fact]
    public void ShuffleLayers_KeepsEveryCountAndMovesWeights()
    {
        var shuffled = RandomMasks.ShuffleLayers(Some, 3);
        Assert.Equal(Some.Entries.Select(entry => (entry.Key, entry.Value.Kept)), shuffled.Entries.Select(entry => (entry.Key, entry.Value.Kept)));
        Assert.NotEqual(Some["b"], shuffled["b"]);
    }

    [Fact]
    public void ShuffleGlobally_KeepsTheTotalOnly()
    {
        var shuffled = RandomMasks.ShuffleGlobally(Some, 3);
        Assert.Equal(Some.Kept, shuffled.Kept);

        // 350 of 1500 kept: about 233 of the first tensor's 1000.
        Assert.InRange(shuffled["b"].Kept, 200, 270);
    }

    [Fact]
    public void SameSeed_GivesSameMasks_OtherSeedOthers()
    {
        Assert.Equal(RandomMasks.ShuffleLayers(Some, 3)["a"], RandomMasks.ShuffleLayers(Some, 3)["a"]);
        Assert.NotEqual(RandomMasks.ShuffleLayers(Some, 3)["a"], RandomMasks.ShuffleLayers(Some, 4)["a"]);
    }

    [Fact]
    public void WithCounts_KeepsWhatIsAsked()
    {
        var masks = RandomMasks.WithCounts([("a", 100, 0), ("b", 100, 100), ("c", 100, 7)], 1);
        Assert.Equal([0, 100, 7], masks.Entries.Select(entry => entry.Value.Kept));
        Assert.Equal(42, RandomMasks.WithTotal([("a", 100), ("b", 20)], 42, 1).Kept);
        Assert.Throws<LotteryLabException>(() => RandomMasks.WithCounts([("a", 5, 6)], 1));
        Assert.Throws<LotteryLabException>(() => RandomMasks.WithTotal([("a", 5)], 6, 1));
    }
}
