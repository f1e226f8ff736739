using LotteryLab.Engine.Randomness;

namespace LotteryLab.Engine.Tests.Datasets;

public sealed class CounterRandomTests
{
    [Fact]
    public void NextBits_StartedLater_ContinuesTheStream()
    {
        var random = new CounterRandom(42);
        ulong[] stream = [random.NextBits(), random.NextBits(), random.NextBits()];

        Assert.Equal(stream[2], new CounterRandom(42, 2).NextBits());
        Assert.NotEqual(stream[0], new CounterRandom(43).NextBits());
    }

    [Fact]
    public void Permutation_IsPinnedAndComplete()
    {
        Assert.Equal("2 0 9 8 3 7 6 1 5 4", string.Join(' ', CounterRandom.Permutation(7, 10)));
        Assert.Equal(Enumerable.Range(0, 1000), CounterRandom.Permutation(3, 1000).Order());
        Assert.Empty(CounterRandom.Permutation(1, 0));
    }

    [Fact]
    public void NextInt_IsUniform()
    {
        var (random, counts) = (new CounterRandom(1), new int[7]);
        for (var i = 0; i < 70_000; i++)
        {
            counts[random.NextInt(7)]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
    }

    [Fact]
    public void NextBell_HasMeanZeroAndDeviationOne()
    {
        var random = new CounterRandom(5);
        var values = Enumerable.Range(0, 100_000).Select(_ => random.NextBell()).ToArray();

        Assert.InRange(values.Average(), -0.02, 0.02);
        Assert.InRange(values.Average(value => value * value), 0.98, 1.02);
    }
}
