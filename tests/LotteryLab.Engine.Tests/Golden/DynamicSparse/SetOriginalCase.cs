using LotteryLab.Engine.Methods;

namespace LotteryLab.Engine.Tests.Golden.DynamicSparse;

/// <summary>SET's own removal rule; of the random growth only the count is given.</summary>
public sealed class SetOriginalCase : IGoldenCase
{
    public bool CanHandle(GoldenCase golden) => golden.Method == "set" && golden.HasParam("zeta");

    public void Verify(GoldenCase golden)
    {
        var before = GoldenCase.Masks(golden.Params.GetProperty("mask"))["weight"];
        var kept = SetOriginalRule.Kept(golden.Parameters()["weight"].Floats, golden.Params.GetProperty("zeta").GetDouble());
        Assert.Equal(GoldenCase.Masks(golden.Expected.GetProperty("kept"))["weight"], kept);
        Assert.Equal(golden.Expected.GetProperty("kept_count").GetInt64(), kept.Kept);
        Assert.True(kept.IsSubsetOf(before));
        for (var seed = 0; seed < 20; seed++)
        {
            var after = SetOriginalRule.Grow(kept, before.Kept, seed);
            Assert.Equal(golden.Expected.GetProperty("active_count_after").GetInt64(), after.Kept);
            Assert.True(kept.IsSubsetOf(after));
        }
    }
}
