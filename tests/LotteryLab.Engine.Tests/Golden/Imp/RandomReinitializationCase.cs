
namespace LotteryLab.Engine.Tests.Golden.Imp;

/// <summary>Random re-initialisation keeps the mask and nothing of the old weights.</summary>
public sealed class RandomReinitializationCase : IGoldenCase
{
    public bool CanHandle(GoldenCase golden) =>
        golden.Method == "iterative-magnitude-pruning" && golden.HasParam("fresh_initialisation");

    public void Verify(GoldenCase golden)
    {
        var network = golden.Network();
        var masks = GoldenCase.Masks(golden.Params.GetProperty("mask"));
        using var state = GoldenNetwork.State(network, GoldenCase.Tensors(golden.Params.GetProperty("fresh_initialisation")));
        state.ApplyMask(masks);
        PruningInputs.VerifyCounts(golden.Expected.GetProperty("counts"), masks, "counts");
        foreach (var (name, expected) in GoldenCase.Tensors(golden.Expected.GetProperty("start_weights")))
        {
            GoldenAssert.Close(expected, state[name], golden.Tolerance, name);
        }
    }
}
