using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LotteryLab.Engine.Datasets.Images;

namespace LotteryLab.Engine.Tests.Datasets;

public sealed class PngDecoderTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(4, 2)]
    [InlineData(2, 3)]
    [InlineData(6, 4)]
    public void Decode_EveryColourTypeAndFilter_GivesTheSamplesBack(int colourType, int channels)
    {
        var samples = Enumerable.Range(0, 7 * 5 * channels).Select(i => (byte)((i * i * 37) + (i * 11))).ToArray();
        for (var filter = 0; filter <= 4; filter++)
        {
            var image = PngDecoder.Decode(PngWriter.Write(7, 5, colourType, samples, filter), "test.png");

            Assert.Equal((7, 5, channels), (image.Width, image.Height, image.Channels));
            Assert.Equal(samples, image.Samples);
        }
    }

    [Fact]
    public void Decode_Palette_LooksColoursUp()
    {
        var image = PngDecoder.Decode(PngWriter.Write(2, 1, 3, [1, 0], palette: [9, 8, 7, 1, 2, 3]), "test.png");

        Assert.Equal<byte>([1, 2, 3, 9, 8, 7], image.Samples);
    }

    [Fact]
    public void Decode_PaletteWithTransparency_HasAlpha()
    {
        var image = PngDecoder.Decode(PngWriter.Write(2, 1, 3, [1, 0], palette: [9, 8, 7, 1, 2, 3], transparency: [40]), "test.png");

        Assert.Equal<byte>([1, 2, 3, 255, 9, 8, 7, 40], image.Samples);
    }

    [Fact]
    public void ToPlanes_BlendsOntoBlackAndConverts()
    {
        var image = new PngImage(1, 1, 4, [100, 200, 50, 51]);

        Assert.Equal<byte>([20, 40, 10], image.ToPlanes(3));
        Assert.Equal<byte>([31], image.ToPlanes(1));
        Assert.Equal<byte>([7, 7, 7], new PngImage(1, 1, 1, [7]).ToPlanes(3));
    }

    [Fact]
    public void Decode_HostileFiles_AreRefusedWithTheirName()
    {
        byte[][] hostile =
        [
            [],
            Encoding.ASCII.GetBytes("GIF89a..............."),
            [.. PngWriter.Signature],
            File(PngWriter.Header(int.MaxValue, int.MaxValue, 8, 0)),
            File(PngWriter.Header(32768, 32768, 8, 6)),
            File(PngWriter.Header(0, 1, 8, 0)),
            File(PngWriter.Header(1, 1, 16, 0)),
            File(PngWriter.Header(1, 1, 8, 5)),
            File(PngWriter.Header(1, 1, 8, 0, interlaced: 1)),
            File(PngWriter.Header(1, 1, 8, 0)),
            File(PngWriter.Header(1, 1, 8, 0), PngWriter.Chunk("IDAT", [1, 2, 3])),
            File(PngWriter.Header(1, 1, 8, 0), PngWriter.Chunk("IDAT", PngWriter.Deflate([0]))),
            File(PngWriter.Header(1, 1, 8, 0), PngWriter.Chunk("IDAT", PngWriter.Deflate([7, 0]))),
            File(PngWriter.Header(1, 1, 8, 0), PngWriter.Chunk("IDAT", PngWriter.Deflate(new byte[1 << 20]))),
            File(PngWriter.Header(1, 1, 8, 3), PngWriter.Chunk("IDAT", PngWriter.Deflate([0, 0]))),
            File(PngWriter.Header(1, 1, 8, 3), PngWriter.Chunk("PLTE", [1, 2, 3]), PngWriter.Chunk("IDAT", PngWriter.Deflate([0, 1]))),
            File(PngWriter.Header(1, 1, 8, 0), PngWriter.Chunk("EVIL", [])),
            File(PngWriter.Header(1, 1, 8, 0), PngWriter.Chunk("IHDR", PngWriter.Header(2, 2, 8, 0))),
            [.. PngWriter.Signature, 0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3, 4, 5, 6, 7, 8],
        ];

        Assert.All(hostile, file => Assert.Contains("bad.png", Assert.Throws<LotteryLabException>(() => PngDecoder.Decode(file, "bad.png")).Message));
    }

    [Fact]
    public void Decode_WrongChecksum_IsCorrupt()
    {
        var file = PngWriter.Write(3, 3, 0, new byte[9]);
        file[^20] ^= 1;

        Assert.Contains("check sum", Assert.Throws<LotteryLabException>(() => PngDecoder.Decode(file, "bad.png")).Message);
    }

    [Fact]
    public void Decode_AnyDamage_IsRefusedOrDecoded()
    {
        var good = PngWriter.Write(9, 6, 2, Enumerable.Range(0, 162).Select(i => (byte)i).ToArray(), 4);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll<int, byte, int>((position, value, cut) =>
        {
            var file = good[..Math.Abs(cut % 7 == 0 ? position % good.Length : good.Length)];
            if (file.Length > 0)
            {
                file[(position & int.MaxValue) % file.Length] = value;
            }

            return DecodesOrRefuses(file);
        }));
    }

    [Fact]
    public void Decode_AnyContentBehindAValidChecksum_IsRefusedOrDecoded() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll<byte[], byte[]>((data, rows) =>
            DecodesOrRefuses(data)
            && DecodesOrRefuses(File(PngWriter.Header(4, 3, 8, 6), PngWriter.Chunk("IDAT", data)))
            && DecodesOrRefuses(File(PngWriter.Header(4, 3, 8, 3), PngWriter.Chunk("PLTE", data), PngWriter.Chunk("IDAT", PngWriter.Deflate(rows))))
            && DecodesOrRefuses(File(data.Length >= 13 ? data[..13] : [.. data, .. new byte[13 - data.Length]]))));

    private static bool DecodesOrRefuses(byte[] file)
    {
        try
        {
            var image = PngDecoder.Decode(file, "fuzz.png");
            return image.Samples.Length == image.Width * image.Height * image.Channels;
        }
        catch (LotteryLabException)
        {
            return true;
        }
    }

    private static byte[] File(byte[] header, params byte[][] chunks) =>
        [.. PngWriter.Signature, .. PngWriter.Chunk("IHDR", header), .. chunks.SelectMany(chunk => chunk), .. PngWriter.Chunk("IEND", [])];
}
