using LotteryLab.Engine.Pruning;

namespace LotteryLab.Engine.Tests.Golden.Imp;

/// <summary>Random permutations of a mask, bit for bit those of open_lth.</summary>
public sealed class RandomMaskCase : IGoldenCase
{
    public bool CanHandle(GoldenCase golden) =>
        golden.Method == "iterative-magnitude-pruning" && golden.HasExpected("layerwise") && golden.HasParam("seed");

    public void Verify(GoldenCase golden)
    {
        var masks = GoldenCase.Masks(golden.Params.GetProperty("mask"));
        var seed = golden.Params.GetProperty("seed").GetInt64();

        var layerwise = RandomMasks.ShuffleLayers(masks, seed);
        var expected = golden.Expected.GetProperty("layerwise");
        PruningInputs.VerifyCounts(expected.GetProperty("counts"), layerwise, "layer-wise");
        GoldenAssert.Masks(expected.GetProperty("mask"), layerwise, "layer-wise");

        var global = RandomMasks.ShuffleGlobally(masks, seed);
        expected = golden.Expected.GetProperty("global");
        Assert.Equal(expected.GetProperty("total_kept").GetInt64(), global.Kept);
        PruningInputs.VerifyCounts(expected.GetProperty("counts"), global, "global");
        GoldenAssert.Masks(expected.GetProperty("mask"), global, "global");
    }
}
