using System.Security.Cryptography;
using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Datasets.Generated;

namespace LotteryLab.Engine.Tests.Datasets;

public sealed class GeneratedSourceTests
{
    private static readonly DatasetFolder Nowhere = new(["nowhere"]);

    [Fact]
    public void Glyphs_AreTheSameEverywhere()
    {
        var raw = Glyphs(200, 50);

        // Changed pixels need a new Version of the source, or old results would be taken for new ones.
        Assert.Equal("5a5f25282e32602c5e4c62896fa5fb6e526c7634790d8b240a3ad82601b20c33", Hash(raw));
        Assert.Equal("7b9ad39fad473c9ccc9fffa6d3de49e09dc77fbc70b996f88c9e052ec6410899", raw.Facts.Fingerprint);
    }

    [Fact]
    public void Shapes_AreTheSameEverywhere()
    {
        var raw = new ShapesSource().Load(new ShapesOptions { TrainCount = 200, TestCount = 50 }, Nowhere, CancellationToken.None);

        Assert.Equal("d20433ac19885a1756cbe3c7f7d290e4aeaa66c4ef92cfe98c686fd0ba29da9a", Hash(raw));
        Assert.Equal(200 * 3 * 32 * 32, raw.TrainImages.Length);
    }

    [Fact]
    public void Glyphs_MoreImages_KeepTheFirstOnes()
    {
        var (few, many) = (Glyphs(50, 20), Glyphs(120, 40));

        Assert.Equal(few.TrainImages, many.TrainImages[..few.TrainImages.Length]);
        Assert.Equal(few.TestImages, many.TestImages[..few.TestImages.Length]);
        Assert.NotEqual(few.Facts.Fingerprint, many.Facts.Fingerprint);
    }

    [Fact]
    public void Glyphs_AnotherDrawingSeed_DrawsOtherImages()
    {
        var other = new GlyphsSource().Load(new GlyphsOptions { TrainCount = 50, TestCount = 20, DrawingSeed = 1 }, Nowhere, CancellationToken.None);

        Assert.NotEqual(Glyphs(50, 20).TrainImages, other.TrainImages);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (byte)(i % 10)), other.TrainLabels);
    }

    [Fact]
    public void SinCos_AgreesWithTheRuntime()
    {
        for (var angle = -10.0; angle < 10; angle += 0.0137)
        {
            var (sine, cosine) = PortableMath.SinCos(angle);
            Assert.Equal(Math.Sin(angle), sine, 9);
            Assert.Equal(Math.Cos(angle), cosine, 9);
        }
    }

    [Fact]
    public void Outlines_EachCoverASensiblePartOfTheirDisc()
    {
        for (var shape = 0; shape < ShapeOutlines.Names.Length; shape++)
        {
            var hits = 0;
            for (var i = 0; i < 10_000; i++)
            {
                hits += ShapeOutlines.Contains(shape, ((i % 100) / 40.0) - 1.25, ((i / 100) / 40.0) - 1.25) ? 1 : 0;
            }

            Assert.InRange(hits, 1500, 6000);
        }
    }

    private static RawDataset Glyphs(int train, int test) =>
        new GlyphsSource().Load(new GlyphsOptions { TrainCount = train, TestCount = test }, Nowhere, CancellationToken.None);

    private static string Hash(RawDataset raw) => Convert.ToHexStringLower(SHA256.HashData([.. raw.TrainImages, .. raw.TestImages]));
}
