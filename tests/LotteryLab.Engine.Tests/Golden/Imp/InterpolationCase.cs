using System.Text.Json;
using LotteryLab.Engine.Evaluation;
using LotteryLab.Engine.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Tests.Golden.Imp;

/// <summary>Errors and losses on the line between two networks, and the barrier, with both treatments of batch norm.</summary>
public sealed class InterpolationCase : IGoldenCase
{
    public bool CanHandle(GoldenCase golden) =>
        golden.Method == "iterative-magnitude-pruning" && golden.HasParam("number_of_alphas");

    public void Verify(GoldenCase golden)
    {
        using var scope = torch.NewDisposeScope();
        var definition = golden.Network("w1");
        var network = new Network(definition);
        using var first = GoldenNetwork.State(definition, golden.Parameters("w1"));
        using var second = GoldenNetwork.State(definition, golden.Parameters("w2"));
        var images = golden.Inputs.ToTensor();
        var labels = torch.tensor(golden.Labels);
        var alphas = LinearInterpolation.EvenAlphas(golden.Params.GetProperty("number_of_alphas").GetInt32());

        InterpolationCurve Curve(IReadOnlyList<Tensor>? recompute) =>
            LinearInterpolation.Measure(network, first, second, alphas, state => Measure(network, state, images, labels), recompute);

        if (!golden.HasExpected("batchnorm_interpolated"))
        {
            VerifyCurve(golden.Expected, Curve(null), golden.Tolerance, "curve");
            return;
        }

        VerifyCurve(golden.Expected.GetProperty("batchnorm_interpolated"), Curve(null), golden.Tolerance, "interpolated");
        var batch = GoldenTensor.Read(golden.Params.GetProperty("batchnorm_recompute_inputs")).ToTensor();
        VerifyCurve(golden.Expected.GetProperty("batchnorm_recomputed"), Curve([batch]), golden.Tolerance, "recomputed");
    }

    private static ErrorAndLoss Measure(Network network, NetworkState state, Tensor images, Tensor labels)
    {
        using var scope = torch.NewDisposeScope();
        var logits = network.Forward(images, state);
        var wrong = logits.argmax(1).ne(labels).to(ScalarType.Float64).mean().item<double>();
        return new ErrorAndLoss(wrong, nn.functional.cross_entropy(logits, labels).item<float>());
    }

    private static void VerifyCurve(JsonElement expected, InterpolationCurve curve, double tolerance, string what)
    {
        GoldenAssert.Close(expected.GetProperty("alphas"), curve.Alphas, 1e-12, $"{what} alphas");
        GoldenAssert.Close(expected.GetProperty("error"), curve.Errors, tolerance, $"{what} error");
        GoldenAssert.Close(expected.GetProperty("loss"), curve.Losses, tolerance, $"{what} loss");
        VerifyBarrier(expected.GetProperty("error_barrier"), curve.ErrorBarrier, tolerance, $"{what} error");
        VerifyBarrier(expected.GetProperty("loss_barrier"), curve.LossBarrier, tolerance, $"{what} loss");
        if (expected.TryGetProperty("instability_percent", out var instability))
        {
            GoldenAssert.Close(instability.GetDouble(), curve.InstabilityPercent, tolerance, $"{what} instability");
            GoldenAssert.Close(expected.GetProperty("l2_distance_of_parameters").GetDouble(), curve.Distance, tolerance, $"{what} distance");
        }
    }

    private static void VerifyBarrier(JsonElement expected, ErrorBarrier barrier, double tolerance, string what)
    {
        GoldenAssert.Close(expected.GetProperty("sup").GetDouble(), barrier.Supremum, tolerance, $"{what} supremum");
        GoldenAssert.Close(expected.GetProperty("mean_of_endpoints").GetDouble(), barrier.MeanOfEndpoints, tolerance, $"{what} mean of endpoints");
        GoldenAssert.Close(expected.GetProperty("barrier").GetDouble(), barrier.Barrier, tolerance, $"{what} barrier");
        GoldenAssert.Close(expected.GetProperty("barrier_vs_linear_baseline").GetDouble(), barrier.BarrierAboveLine, tolerance, $"{what} barrier above the line");
    }
}
