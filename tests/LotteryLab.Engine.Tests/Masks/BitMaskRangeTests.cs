using LotteryLab.Engine.Masks;

namespace LotteryLab.Engine.Tests.Masks;

public sealed class BitMaskRangeTests
{
    [Fact]
    public void KeptIn_EveryRange_IsTheNumberOfItsBits()
    {
        var mask = BitMask.From(200, index => index * index % 7 < 3);
        for (var from = 0; from <= mask.Count; from++)
        {
            for (var to = from; to <= mask.Count; to++)
            {
                var expected = Enumerable.Range(from, to - from).Count(index => mask[index]);
                Assert.True(expected == mask.KeptIn(from, to), $"from {from} to {to}");
            }
        }
    }

    [Theory]
    [InlineData(-1, 3)]
    [InlineData(4, 3)]
    [InlineData(0, 201)]
    public void KeptIn_OutsideTheMask_IsRefused(long from, long to) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => BitMask.Full(200).KeptIn(from, to));
}
