using LotteryLab.Engine.Evaluation;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Tests.Golden.Description;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Tests.Golden.Imp;

/// <summary>Errors and losses on the line between two networks, and the barrier, with both treatments of batch norm.</summary>
public sealed class InterpolationCase : IGoldenCase
{
    private const string Line = "W(alpha)=alpha*w1+(1-alpha)*w2 over every parameter";
    private const string WithStatistics = " and, unless recomputed, every batch-norm running statistic";
    private const string Barrier = "; error barrier = max over the alphas (endpoints included) minus the mean of the two endpoint errors";
    private const string Recompute = "reset running statistics, one training-mode forward of these inputs with cumulative averaging (batch mean, unbiased batch variance), then eval mode";

    public IReadOnlyList<string> Methods => ["iterative-magnitude-pruning"];

    public bool HasShape(GoldenCase golden) => golden.Params.Has("number_of_alphas");

    public void Verify(GoldenCase golden)
    {
        using var scope = torch.NewDisposeScope();
        var inputs = golden.Root["inputs"].Tensor();
        var (first, second) = (GoldenNetwork.Read(golden, "w1", inputs), GoldenNetwork.Read(golden, "w2", inputs));
        golden.Root["network"]["parameters"].HasOnly(["w1", "w2"]);
        GoldenCase.Require(first.Definition.Parameters.SequenceEqual(second.Definition.Parameters, new ByNameAndShape()), "the two networks are not alike");
        var line = new MeasuredLine(first, second, first.Images(inputs), torch.tensor(golden.Root["labels"].Wholes()), LinearInterpolation.EvenAlphas(golden.Params["number_of_alphas"].Count()));
        var hasNorms = first.Definition.Parameters.Any(parameter => parameter.Role == ParameterRole.RunningMean);
        golden.Params["formula"].Word($"{Line}{(hasNorms ? WithStatistics : "")}{Barrier}");
        if (!hasNorms)
        {
            VerifyCurve(golden.Expected, golden.Compute("line", () => line.Measure(recompute: null)), golden.Tolerance, isWhole: true);
            golden.Params.HasOnly(["formula", "number_of_alphas"]);
            return;
        }

        golden.Params["batchnorm_recompute_rule"].Word(Recompute);
        golden.Expected.HasOnly(["batchnorm_interpolated", "batchnorm_recomputed"]);
        VerifyCurve(golden.Expected["batchnorm_interpolated"], golden.Compute("line", () => line.Measure(recompute: null)), golden.Tolerance, isWhole: true);
        var batch = first.Images(golden.Params["batchnorm_recompute_inputs"].Tensor());
        VerifyCurve(golden.Expected["batchnorm_recomputed"], golden.Compute("recomputed", () => line.Measure([batch])), golden.Tolerance, isWhole: false);
    }

    // Where statistics are recomputed the file leaves out what is the same as before.
    private static void VerifyCurve(GoldenNode expected, InterpolationCurve curve, double tolerance, bool isWhole)
    {
        expected["alphas"].CloseValues(curve.Alphas, 1e-12);
        expected["error"].CloseValues(curve.Errors, tolerance);
        expected["loss"].CloseValues(curve.Losses, tolerance);
        VerifyBarrier(expected["error_barrier"], curve.ErrorBarrier, tolerance);
        VerifyBarrier(expected["loss_barrier"], curve.LossBarrier, tolerance);
        if (isWhole || expected.Has("instability_percent"))
        {
            expected["instability_percent"].Close(curve.InstabilityPercent, tolerance);
            expected["l2_distance_of_parameters"].Close(curve.Distance, tolerance);
        }
    }

    private static void VerifyBarrier(GoldenNode expected, ErrorBarrier barrier, double tolerance)
    {
        expected["sup"].Close(barrier.Supremum, tolerance);
        expected["mean_of_endpoints"].Close(barrier.MeanOfEndpoints, tolerance);
        expected["barrier"].Close(barrier.Barrier, tolerance);
        expected["barrier_vs_linear_baseline"].Close(barrier.BarrierAboveLine, tolerance);
    }

    private sealed record MeasuredLine(GoldenNetwork First, GoldenNetwork Second, Tensor Images, Tensor Labels, IReadOnlyList<double> Alphas)
    {
        public InterpolationCurve Measure(IReadOnlyList<Tensor>? recompute)
        {
            var network = new Network(First.Definition);
            using var first = First.State();
            using var second = Second.State();
            return LinearInterpolation.Measure(network, first, second, Alphas, state => At(network, state), recompute);
        }

        private ErrorAndLoss At(Network network, NetworkState state)
        {
            using var scope = torch.NewDisposeScope();
            var logits = network.Forward(Images, state);
            return new ErrorAndLoss(logits.argmax(1).ne(Labels).to(ScalarType.Float64).mean().item<double>(), nn.functional.cross_entropy(logits, Labels).item<float>());
        }
    }

    private sealed class ByNameAndShape : IEqualityComparer<ParameterDefinition>
    {
        public bool Equals(ParameterDefinition? one, ParameterDefinition? other) => one?.Name == other?.Name && one!.Shape.SequenceEqual(other!.Shape);

        public int GetHashCode(ParameterDefinition parameter) => parameter.Name.GetHashCode(StringComparison.Ordinal);
    }
}
