using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Datasets.Sources;
using LotteryLab.Engine.Datasets.Tensors;

namespace LotteryLab.Engine.Tests.Datasets;

/// <summary>The published sets, when the machine has them.</summary>
public sealed class StandardSetTests
{
    private const string ImagesMd5 = "6bbc9ace898e44ae57da46a324031adb";

    [Fact]
    public void Mnist_WhenPresent_HasThePublishedImages()
    {
        var (source, folder) = (new MnistSource(), new DatasetFolder([.. DataFolders.Default().Roots, BesideTheRepository()]));
        Assert.SkipUnless(folder.FindDirectory("mnist") is not null, "MNIST is not on this machine.");

        var raw = source.Load(new DatasetOptions(), folder, CancellationToken.None);

        // The published sum is of the unpacked file: header, then pixels.
        byte[] header = [0, 0, 8, 3, 0, 0, 0xEA, 0x60, 0, 0, 0, 28, 0, 0, 0, 28];
        Assert.Equal(ImagesMd5, Convert.ToHexStringLower(MD5.HashData([.. header, .. raw.TrainImages])));
        Assert.Equal<byte>([5, 0, 4, 1, 9], raw.TrainLabels[..5]);
        var measured = ChannelScaling.Measure(raw.TrainImages, raw.Facts.Shape, Enumerable.Range(0, 60_000).ToArray());
        Assert.Equal(0.1307, measured.Mean[0], 4);
        Assert.Equal(0.3081, measured.Deviation[0], 4);
    }

    [Fact]
    public void KnownScaling_HasOneNumberPerChannel()
    {
        Assert.Equal(3, new Cifar10Source().KnownScaling.Mean.Count);
        Assert.Equal(3, new Cifar100Source().KnownScaling.Deviation.Count);
        Assert.Single(new MnistSource().KnownScaling.Mean);
    }

    [Fact]
    public void RemoteFiles_OfEveryPublishedSet_HaveACheckSum()
    {
        IDatasetSource[] sources = [new MnistSource(), new FashionMnistSource(), new KmnistSource(), new Cifar10Source(), new Cifar100Source()];

        Assert.All(sources.SelectMany(source => source.RemoteFiles), file =>
        {
            Assert.Equal(32, file.Md5.Length);
            Assert.NotEmpty(file.Urls);
            Assert.True(file.Bytes > 0);
        });
    }

    /// <summary>Found from the source file, because tests may be built into a folder outside of the checkout.</summary>
    private static string BesideTheRepository([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", "..", "shared", "data"));
}
