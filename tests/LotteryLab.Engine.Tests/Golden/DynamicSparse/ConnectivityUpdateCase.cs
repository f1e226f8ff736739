using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Training.Connectivity;
using LotteryLab.Engine.Training.Optimizers;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Golden.DynamicSparse;

/// <summary>
/// One RigL update of one tensor. The reference leaves stale values where the mask prunes; ours are zero there, which the forward pass cannot
/// tell apart, so weights and momenta are compared where the new mask keeps.
/// </summary>
public sealed class ConnectivityUpdateCase : IGoldenCase
{
    private const string Name = "weight";

    public bool CanHandle(GoldenCase golden) => golden.Method == "rigl" && golden.HasParam("drop_fraction");

    public void Verify(GoldenCase golden)
    {
        var weights = golden.Parameters()[Name];
        var before = Mask(golden.Params.GetProperty("mask"));
        var expected = golden.Expected;
        var dropped = ConnectivityUpdate.DropCount(before.Kept, golden.Params.GetProperty("drop_fraction").GetDouble());
        var kept = ConnectivityUpdate.Drop(weights.Floats, before, dropped);
        var gradient = GoldenCase.Tensors(golden.Params.GetProperty("gradient"))[Name].Floats;
        var after = ConnectivityUpdate.Grow(kept, Array.ConvertAll(gradient, Math.Abs), dropped);

        Assert.Equal(expected.GetProperty("n_ones").GetInt64(), before.Kept);
        Assert.Equal(expected.GetProperty("n_prune").GetInt64(), dropped);
        Assert.Equal(Mask(expected.GetProperty("kept")), kept);
        Assert.Equal(Mask(expected.GetProperty("grown")), ConnectivityUpdate.Except(after, kept));
        Assert.Equal(Mask(expected.GetProperty("mask")), after);

        var evolution = new TensorEvolution(Name, before);
        evolution.Record(before, kept, after);
        Assert.Equal(expected.GetProperty("dropped_and_regrown").GetInt64(), evolution.Regrown);
        VerifyOptimizer(golden, weights, before, after);
    }

    private static void VerifyOptimizer(GoldenCase golden, GoldenTensor weights, BitMask before, BitMask after)
    {
        using var scope = torch.NewDisposeScope();
        var role = weights.Shape.Count == 4 ? ParameterRole.ConvolutionWeight : ParameterRole.LinearWeight;
        var definition = new ParameterDefinition(Name, weights.Shape, role, IsShortcut: false, IsOutput: false);
        var value = weights.ToTensor().requires_grad_(true);
        using var optimizer = new Sgd().Create(new SgdOptions { Momentum = 0.9 }, [new OptimizedParameter(definition, value, before)]);
        var state = optimizer.ExportState();
        state[$"{Name}/momentum"].copy_(GoldenCase.Tensors(golden.Params.GetProperty("momentum"))[Name].ToTensor());
        optimizer.SetMask(Name, after);
        Compare(golden, "weight_after", value, after);
        Compare(golden, "momentum_after", state[$"{Name}/momentum"], after);
    }

    private static void Compare(GoldenCase golden, string what, torch.Tensor actual, BitMask mask)
    {
        var expected = GoldenCase.Tensors(golden.Expected.GetProperty(what))[Name].Floats;
        var values = GoldenAssert.Doubles(actual);
        for (var i = 0; i < values.Length; i++)
        {
            GoldenAssert.Close(mask[i] ? expected[i] : 0, values[i], golden.Tolerance, $"{what}[{i}]");
        }
    }

    private static BitMask Mask(System.Text.Json.JsonElement element) => GoldenCase.Tensors(element)[Name].Mask;
}
