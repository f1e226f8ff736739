using System.Text.Json;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Pruning.Flow;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Golden.Scores;

/// <summary>Saliency of the loss and of the flow, unit by unit and cut by cut.</summary>
public sealed class ConservationCase : IGoldenCase
{
    private const double Exact = 1e-9;

    public bool CanHandle(GoldenCase golden) => golden.Method == "conservation";

    public void Verify(GoldenCase golden)
    {
        var definition = golden.Network();
        var network = new Network(definition);
        using var scope = torch.NewDisposeScope();
        using var state = GoldenNetwork.State(definition, golden.Parameters());
        var images = golden.Inputs.ToDoubleTensor().reshape(-1, 1, 1, definition.Input.Width);
        var loss = Saliency.OfLoss(network, state, images, torch.tensor(golden.Labels));
        var expected = golden.Expected.GetProperty("loss");
        GoldenAssert.Close(expected.GetProperty("R").GetDouble(), loss.Value, golden.Tolerance, "loss");
        GoldenAssert.Close(expected.GetProperty("dR/dy.y").GetDouble(), loss.OutputSum, golden.Tolerance, "dR/dy y");
        foreach (var (name, tensor) in GoldenCase.Tensors(expected.GetProperty("saliency")))
        {
            GoldenAssert.Close(tensor.Values, loss.ByName[name], golden.Tolerance, $"saliency of {name}");
        }

        VerifySums(expected, Conservation.Of(definition, loss), loss.OutputSum, golden.Tolerance);

        var flow = Saliency.OfFlow(network, state);
        expected = golden.Expected.GetProperty("synflow");
        GoldenAssert.Close(expected.GetProperty("R").GetDouble(), flow.Value, golden.Tolerance, "flow");
        var sums = Conservation.Of(definition, flow);
        VerifySums(expected, sums, flow.Value, golden.Tolerance);
        foreach (var layer in expected.GetProperty("layer_sums").EnumerateObject())
        {
            GoldenAssert.Close(layer.Value.GetDouble(), sums.Layers.Single(sum => sum.Layer == layer.Name).Weights, golden.Tolerance, $"sum of {layer.Name}");
        }
    }

    private static void VerifySums(JsonElement expected, Conservation sums, double cut, double tolerance)
    {
        foreach (var units in expected.GetProperty("units").EnumerateObject())
        {
            var ours = sums.Units.Single(unit => unit.Layer == units.Name);
            GoldenAssert.Close(units.Value.GetProperty("sum_in"), ours.Into, tolerance, $"into {units.Name}");
            GoldenAssert.Close(units.Value.GetProperty("sum_out"), ours.OutOf, tolerance, $"out of {units.Name}");
            Assert.True(ours.LargestError < Exact, $"{units.Name}: conserved to {ours.LargestError}");
        }

        foreach (var layer in expected.GetProperty("cuts").EnumerateObject())
        {
            var ours = sums.Layers.Single(sum => sum.Layer == layer.Name).Cut!.Value;
            GoldenAssert.Close(layer.Value.GetDouble(), ours, tolerance, $"cut at {layer.Name}");
            GoldenAssert.Close(cut, ours, Exact, $"cut at {layer.Name} against R");
        }
    }
}
