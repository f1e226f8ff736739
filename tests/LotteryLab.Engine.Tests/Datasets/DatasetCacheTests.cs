using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Datasets.Generated;
using LotteryLab.Engine.Datasets.Images;
using LotteryLab.Engine.Datasets.Tensors;
using LotteryLab.Engine.Tests.Steps;
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
    public void FindLoaded_OnceItIsInMemory_LooksAtNoFile()
    {
        using var home = new TemporaryFolder();
        var folder = Path.Combine(home.Path, "pets");
        foreach (var (name, grey) in new[] { ("cat", (byte)10), ("dog", (byte)200) })
        {
            Directory.CreateDirectory(Path.Combine(folder, name));
            for (var i = 0; i < 4; i++)
            {
                File.WriteAllBytes(Path.Combine(folder, name, $"{i}.png"), PngWriter.Write(2, 2, 0, [grey, grey, grey, (byte)i]));
            }
        }

        var (source, options) = (new ImageFolderSource(), new ImageFolderOptions { Path = "pets", Size = 4, Validation = 1 });
        using var cache = new DatasetCache();
        string fingerprint;
        using (var lease = cache.Open(source, options, new DatasetFolder([home.Path]), torch.CPU, TestContext.Current.CancellationToken))
        {
            fingerprint = lease.Data.Facts.Fingerprint;
        }

        Directory.Delete(folder, recursive: true);
        using var again = cache.FindLoaded(source, options, fingerprint, torch.CPU);
        Assert.Equal(fingerprint, again?.Data.Facts.Fingerprint);
        Assert.Null(cache.FindLoaded(source, options, new string('0', 64), torch.CPU));
        Assert.Equal("dataset.missing", Assert.Throws<LotteryLabException>(() => cache.Open(source, options, new DatasetFolder([home.Path]), torch.CPU, TestContext.Current.CancellationToken)).Code);
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
