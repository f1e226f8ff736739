using LotteryLab.Engine.Methods;

namespace LotteryLab.Engine.Tests.Golden.DynamicSparse;

/// <summary>SET's own removal rule; of the random growth only the count is given.</summary>
public sealed class SetOriginalCase : IGoldenCase
{
    private const int Seeds = 20;

    public IReadOnlyList<string> Methods => ["set"];

    public bool HasShape(GoldenCase golden) => golden.Params.Has("zeta");

    public void Verify(GoldenCase golden)
    {
        golden.HasNoInputs();
        var weights = golden.BareTensors("one weight tensor (0 = inactive)")["weight"];
        foreach (var node in new[] { golden.Root["network"]["parameters"], golden.Params["mask"], golden.Expected["kept"] })
        {
            node.HasOnly("weight");
        }

        var before = golden.Params["mask"]["weight"].Mask(weights.Shape);
        GoldenCase.Require(before.Equals(weights.Mask), "params.mask does not keep what is not zero");
        var kept = SetOriginalRule.Kept(weights.Floats, golden.Params["zeta"].Number());
        golden.Expected["kept"]["weight"].Equal(kept, weights.Shape);
        golden.Expected["kept_count"].Equal(kept.Kept);
        GoldenCase.Require(kept.IsSubsetOf(before), "something is kept that was not there");
        for (var seed = 0; seed < Seeds; seed++)
        {
            var after = SetOriginalRule.Grow(kept, before.Kept, seed);
            golden.Expected["active_count_after"].Equal(after.Kept);
            GoldenCase.Require(kept.IsSubsetOf(after), "growth has removed something");
        }
    }
}
