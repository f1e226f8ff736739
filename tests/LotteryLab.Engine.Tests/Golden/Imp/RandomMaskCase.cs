using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Pruning;
using LotteryLab.Engine.Tests.Golden.Description;

namespace LotteryLab.Engine.Tests.Golden.Imp;

/// <summary>Random permutations of a mask, bit for bit those of open_lth.</summary>
public sealed class RandomMaskCase : IGoldenCase
{
    public IReadOnlyList<string> Methods => ["iterative-magnitude-pruning"];

    public bool HasShape(GoldenCase golden) => golden.Params.Has("seed") && golden.Params.Has("sorted_names");

    public void Verify(GoldenCase golden)
    {
        golden.HasNoInputs();
        var network = GoldenNetwork.Read(golden);
        network.DeclareValues(_ => true, "the permutation of a mask does not look at weights");
        var masks = golden.Params["mask"].Masks(network.Weights);
        GoldenCase.Require(golden.Params["sorted_names"].Texts().SequenceEqual(network.WeightNames.Order(StringComparer.Ordinal)), "params.sorted_names are not the names of the weights in order");
        golden.Expected["counts_of_mask"].EqualCounts(masks);
        var seed = golden.Params["seed"].Whole();
        Verify(golden.Expected["layerwise"], network, RandomMasks.ShuffleLayers(masks, seed));
        var global = RandomMasks.ShuffleGlobally(masks, seed);
        Verify(golden.Expected["global"], network, global);
        golden.Expected["global"]["total_kept"].Equal(global.Kept);
    }

    private static void Verify(GoldenNode expected, GoldenNetwork network, MaskSet masks)
    {
        expected["counts"].EqualCounts(masks);
        expected["mask"].Equal(masks, network.Weights);
    }
}
