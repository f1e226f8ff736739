using System.Text.Json.Nodes;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Steps;
using LotteryLab.Engine.Steps.Kinds;
using LotteryLab.Engine.Training.Measuring;

namespace LotteryLab.Engine.Evaluation;

/// <summary>Measures error and loss on the straight line between two trained networks: <c>measurement.json</c>.</summary>
public sealed class InterpolationStep(TrainStep first, TrainStep second, TrainingInputs inputs, InstabilityOptions options)
    : Step(new StepInput("first", first), new StepInput("second", second))
{
    private const int RecomputeImages = 5000;
    private const int RecomputeBatch = 500;

    /// <inheritdoc/>
    public override string Kind => "interpolate";

    /// <inheritdoc/>
    public override int Version => 1;

    /// <inheritdoc/>
    public override JsonObject Parameters => new()
    {
        ["network"] = inputs.Network.ToJson(),
        ["dataset"] = inputs.Dataset.ToJson(),
        ["alphas"] = options.Alphas,
        ["normStatistics"] = options.NormStatistics,
        ["images"] = options.Images,
    };

    /// <inheritdoc/>
    public override void Execute(StepContext context)
    {
        var environment = context.Environment;
        using var lease = environment.OpenDataset(inputs.Dataset, context.Cancellation);
        var data = lease.Data;
        using var one = StateFile.Read(context.Inputs["first"], inputs.Definition, environment.Device);
        using var two = StateFile.Read(context.Inputs["second"], inputs.Definition, environment.Device);
        using var scope = TorchSharp.torch.NewDisposeScope();
        var network = new Network(inputs.Definition);
        var isTest = options.Images == "test";
        Func<long, long, TorchSharp.torch.Tensor> images = isTest ? data.TestRange : data.TrainRange;
        var labels = isTest ? data.TestLabels : data.TrainLabels;
        var curve = LinearInterpolation.Measure(
            network,
            one,
            two,
            LinearInterpolation.EvenAlphas(options.Alphas),
            state =>
            {
                var measured = Evaluator.Measure(network, state, images, labels, context.Cancellation);
                return new ErrorAndLoss(1 - measured.Accuracy, measured.Loss);
            },
            options.NormStatistics == "recompute" ? [.. data.TrainRange(0, Math.Min(RecomputeImages, data.TrainCount)).split(RecomputeBatch)] : null,
            context.Cancellation);
        context.Output.WriteJson(ArtifactFiles.Measurement, new JsonObject
        {
            ["alphas"] = Array(curve.Alphas),
            ["errors"] = Array(curve.Errors),
            ["losses"] = Array(curve.Losses),
            ["instability"] = curve.ErrorBarrier.Barrier,
            ["errorBarrierAboveLine"] = curve.ErrorBarrier.BarrierAboveLine,
            ["lossBarrier"] = curve.LossBarrier.Barrier,
            ["lossBarrierAboveLine"] = curve.LossBarrier.BarrierAboveLine,
            ["distance"] = curve.Distance,
        });
    }

    private static JsonArray Array(IReadOnlyList<double> values) => new([.. values.Select(value => (JsonNode?)value)]);
}
