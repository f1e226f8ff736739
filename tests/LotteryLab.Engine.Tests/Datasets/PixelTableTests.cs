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

    [Fact]
    public void LookUp_WithTooLittleRoom_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PixelTable(Floats).LookUp(new byte[65], new float[64]));
}
