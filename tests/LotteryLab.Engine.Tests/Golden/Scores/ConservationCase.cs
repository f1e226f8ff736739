using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Pruning.Flow;
using LotteryLab.Engine.Tests.Golden.Description;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Golden.Scores;

/// <summary>Saliency of the loss and of the flow, unit by unit and cut by cut.</summary>
public sealed class ConservationCase : IGoldenCase
{
    private const double Exact = 1e-9;

    public IReadOnlyList<string> Methods => ["conservation"];

    public bool HasShape(GoldenCase golden) => golden.Expected.Has("loss") && golden.Expected.Has("synflow");

    public void Verify(GoldenCase golden)
    {
        golden.Params["R_loss"].Word("mean cross entropy of the batch");
        golden.Params["R_synflow"].Word("sum of outputs of the absolute network on one all-ones input");
        using var scope = torch.NewDisposeScope();
        var inputs = golden.Root["inputs"].Tensor();
        var given = GoldenNetwork.Read(golden, inputs: inputs);
        var definition = given.Definition;
        var labels = golden.Root["labels"].Wholes();
        GoldenCase.Require(labels.Length == inputs.Shape[0], "there is not one label for each input");
        var network = new Network(definition);
        using var state = given.State();
        var loss = golden.Compute("loss", () => Saliency.OfLoss(network, state, given.Images(inputs, isDouble: true), torch.tensor(labels)));
        var expected = golden.Expected["loss"];
        expected["R"].Close(loss.Value, golden.Tolerance);
        expected["dR/dy.y"].Close(loss.OutputSum, golden.Tolerance);
        foreach (var (name, node) in expected["saliency"].Exactly(loss.ByName.Keys))
        {
            GoldenAssert.SameShape(definition.Parameters.Single(parameter => parameter.Name == name).Shape, node.Tensor().Shape, node.Path);
            node["values"].CloseValues(loss.ByName[name], golden.Tolerance);
        }

        VerifySums(expected, Conservation.Of(definition, loss), loss.OutputSum, golden.Tolerance);

        var flow = golden.Compute("flow", () => Saliency.OfFlow(network, state));
        expected = golden.Expected["synflow"];
        expected["R"].Close(flow.Value, golden.Tolerance);
        var sums = Conservation.Of(definition, flow);
        VerifySums(expected, sums, flow.Value, golden.Tolerance);
        foreach (var (name, sum) in expected["layer_sums"].Exactly(sums.Layers.Select(layer => layer.Layer)))
        {
            sum.Close(sums.Layers.Single(layer => layer.Layer == name).Weights, golden.Tolerance);
        }
    }

    private static void VerifySums(GoldenNode expected, Conservation sums, double cut, double tolerance)
    {
        foreach (var (name, node) in expected["units"].Exactly(sums.Units.Select(unit => unit.Layer)))
        {
            var ours = sums.Units.Single(unit => unit.Layer == name);
            node["sum_in"].CloseValues(ours.Into, tolerance);
            node["sum_out"].CloseValues(ours.OutOf, tolerance);
            GoldenCase.Require(ours.LargestError < Exact, $"{node.Path}: conserved to {ours.LargestError} only");
        }

        foreach (var (name, node) in expected["cuts"].Exactly(sums.Layers.Where(layer => layer.Cut is not null).Select(layer => layer.Layer)))
        {
            var ours = sums.Layers.Single(layer => layer.Layer == name).Cut!.Value;
            node.Close(ours, tolerance);
            GoldenAssert.Close(cut, ours, Exact, $"{node.Path} against R");
        }
    }
}
