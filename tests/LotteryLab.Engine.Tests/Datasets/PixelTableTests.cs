using System.Runtime.Intrinsics.X86;
using LotteryLab.Engine.Datasets.Tensors;

namespace LotteryLab.Engine.Tests.Datasets;

public sealed class PixelTableTests
{
    // Also values whose four bytes differ in every way: negative, tiny, infinite.
    private static readonly float[] Floats = [.. Enumerable.Range(0, 254).Select(value => (value - 33.3f) * MathF.Pow(-1.7f, value % 30)), float.NegativeInfinity, float.Epsilon];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(784)]
    [InlineData(1024)]
    [InlineData(1037)]
    public void LookUp_AnyLength_IsTheTablesValue(int count)
    {
        // 37 and 256 have no common factor, so that every value occurs and neighbours lie far apart.
        var pixels = Enumerable.Range(0, count).Select(i => (byte)(i * 37)).ToArray();
        var expected = pixels.Select(pixel => Floats[pixel]).ToArray();

        var into = new float[count + 1];
        into[^1] = 7;
        new PixelTable(Floats).LookUp(pixels, into);
        Assert.Equal(expected, into[..count]);
        Assert.Equal(7, into[^1]);
    }

    // No scaling, that of MNIST, of ImageNet's first channel, and some that no set has.
    [Theory]
    [InlineData(0f, 1f)]
    [InlineData(0.1307f, 0.3081f)]
    [InlineData(0.485f, 0.229f)]
    [InlineData(0.25f, 3e-3f)]
    [InlineData(-7.3f, 11.1f)]
    public void LookUp_OfAScaling_IsTheTablesBits(float mean, float deviation)
    {
        var floats = Enumerable.Range(0, 256).Select(value => ((value / 255f) - mean) / deviation).ToArray();
        var table = new PixelTable(floats, mean, deviation);
        Assert.Equal(Fma.IsSupported, table.IsComputed);
        for (var count = 1; count < 300; count += 13)
        {
            var pixels = Enumerable.Range(0, count).Select(i => (byte)(i * 37)).ToArray();
            var into = new float[count];
            table.LookUp(pixels, into);
            Assert.Equal(pixels.Select(pixel => BitConverter.SingleToInt32Bits(floats[pixel])), into.Select(BitConverter.SingleToInt32Bits));
        }
    }

    [Fact]
    public void LookUp_OfAlmostAScaling_ComputesNothing()
    {
        var floats = Enumerable.Range(0, 256).Select(value => value / 255f).ToArray();
        floats[200] = MathF.BitIncrement(floats[200]);
        var table = new PixelTable(floats);
        Assert.False(table.IsComputed);
        var into = new float[256];
        table.LookUp([.. Enumerable.Range(0, 256).Select(value => (byte)value)], into);
        Assert.Equal(floats, into);
    }

    [Fact]
    public void LookUp_WithTooLittleRoom_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PixelTable(Floats).LookUp(new byte[65], new float[64]));
}
