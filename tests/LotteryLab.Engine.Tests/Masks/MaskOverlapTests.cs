using LotteryLab.Engine.Masks;

namespace LotteryLab.Engine.Tests.Masks;

public sealed class MaskOverlapTests
{
    [Fact]
    public void Overlap_OfHalves_IsCountedAndComparedWithChance()
    {
        var overlap = MaskOverlap.Of("a", BitMask.FromFloats([1, 1, 0, 0]), BitMask.FromFloats([0, 1, 1, 0]));
        Assert.Equal((1, 3), (overlap.Shared, overlap.Union));
        Assert.Equal(1 / 3.0, overlap.IntersectionOverUnion);
        Assert.Equal(1, overlap.ExpectedShared);
        Assert.Equal(1 / 3.0, overlap.ExpectedIntersectionOverUnion);
    }

    [Fact]
    public void Whole_AddsTensorsUp()
    {
        var masks = new MaskSet([new("a", BitMask.FromFloats([1, 0])), new("b", BitMask.Full(3))]);
        var overlap = MaskOverlap.Whole(masks, masks);
        Assert.Equal((5, 4, 1.0, 3.5), (overlap.Count, overlap.Shared, overlap.IntersectionOverUnion, overlap.ExpectedShared));
    }
}
