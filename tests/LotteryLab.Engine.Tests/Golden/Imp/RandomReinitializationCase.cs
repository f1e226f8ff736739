using LotteryLab.Engine.Tests.Golden.Description;

namespace LotteryLab.Engine.Tests.Golden.Imp;

/// <summary>Random re-initialisation keeps the mask and nothing of the old weights.</summary>
public sealed class RandomReinitializationCase : IGoldenCase
{
    public IReadOnlyList<string> Methods => ["iterative-magnitude-pruning"];

    public bool HasShape(GoldenCase golden) => golden.Params.Has("fresh_initialisation");

    public void Verify(GoldenCase golden)
    {
        golden.HasNoInputs();
        var network = GoldenNetwork.Read(golden);
        network.DeclareValues(_ => true, "nothing of the old weights remains");
        var fresh = golden.Params["fresh_initialisation"].Tensors();
        var masks = golden.Params["mask"].Masks(network.Weights);
        using var state = network.StateOf(fresh);
        foreach (var name in network.WeightNames)
        {
            golden.Params["fresh_initialisation"][name]["values"].Declare("a masked weight is zero, whatever was drawn for it", i => !masks[name][i]);
        }

        state.ApplyMask(masks);
        golden.Expected["counts"].EqualCounts(masks);
        golden.Expected["start_weights"].Close(fresh.Keys, name => state[name], golden.Tolerance);
    }
}
