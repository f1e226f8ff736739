using LotteryLab.Engine.Datasets;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Datasets;

public sealed class DatasetCacheTests
{
    private static readonly DatasetFolder Nowhere = new(["nowhere"]);
    private static readonly GlyphsOptions Small = new() { TrainCount = 40, TestCount = 10, Validation = 10 };

    [Fact]
    public void Open_SameDataTwice_SharesOneCopy()
    {
        using var cache = new DatasetCache();
        using var one = Open(cache, Small);
        using var two = Open(cache, Small with { });

        Assert.Same(one.Data, two.Data);
    }

    [Fact]
    public void Open_ManyThreads_LoadOnce()
    {
        using var cache = new DatasetCache();
        var seen = new System.Collections.Concurrent.ConcurrentBag<TensorDataset>();

        Parallel.For(0, 8, _ =>
        {
            using var lease = Open(cache, Small);
            seen.Add(lease.Data);
        });

        Assert.Single(seen.Distinct());
    }

    [Fact]
    public void Dispose_OfLeases_KeepsTheLastUsedOnly()
    {
        using var cache = new DatasetCache(idleLimit: 1);
        var first = Open(cache, Small);
        var second = Open(cache, Small with { SplitSeed = 1 });
        Assert.Equal(2, cache.Count);

        first.Dispose();
        first.Dispose();
        second.Dispose();

        Assert.Equal(1, cache.Count);
        using var again = Open(cache, Small with { SplitSeed = 1 });
        Assert.Same(second.Data, again.Data);
    }

    [Fact]
    public void Open_FailedLoad_IsTriedAgain()
    {
        using var cache = new DatasetCache();
        var wrong = Small with { Validation = 40 };

        Assert.Equal("dataset.split", Assert.Throws<LotteryLabException>(() => Open(cache, wrong)).Code);
        Assert.Equal("dataset.split", Assert.Throws<LotteryLabException>(() => Open(cache, wrong)).Code);
        Assert.Equal(0, cache.Count);
    }

    private static DatasetLease Open(DatasetCache cache, GlyphsOptions options) => cache.Open(new GlyphsSource(), options, Nowhere, torch.CPU);
}
