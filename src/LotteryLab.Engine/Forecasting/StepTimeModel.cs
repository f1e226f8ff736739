using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Steps;
using LotteryLab.Engine.Steps.Kinds;

namespace LotteryLab.Engine.Forecasting;

/// <summary>
/// Seconds of a step on one lane: arithmetic at the speed of its size, memory traffic of activations and optimizer, and a fixed price for every
/// operation. Evaluation counts, because short trainings that are evaluated often spend most of their time there.
/// </summary>
public sealed class StepTimeModel(MachineSpeeds speeds)
{
    /// <summary>Test images of a data set whose size the plan does not say.</summary>
    private const int UsualTestImages = 10_000;

    /// <summary>Files, hashes and the journal of a step, however little it does.</summary>
    private const double StepSeconds = 0.02;

    /// <summary>Times that an activation is read or written in a training step: by the layer after it, its gradient, ReLU and bias both ways.</summary>
    private const double ActivationPasses = 8;

    /// <summary>Times that every parameter is read or written in a training step: gradient, moments, mask and the weight itself.</summary>
    private const double ParameterPasses = 9;

    /// <summary>Operations of a layer in a training step, forward, backward and update.</summary>
    private const double OperationsPerLayer = 14;

    private readonly Dictionary<NetworkDefinition, IReadOnlyList<LayerTrace>> traces = new(ReferenceEqualityComparer.Instance);

    /// <summary>Expected seconds.</summary>
    public double Seconds(Step step) => StepSeconds + (step is TrainStep train
        ? Training(train)
        : step.Cost.MultiplyAdds / speeds.Linear.At(double.MaxValue));

    private double Training(TrainStep step)
    {
        var settings = step.Settings;
        var iterations = step.Segment.To - step.Segment.From;
        var every = Math.Max(1, settings.EvaluateEvery);
        var points = (double)iterations / every;
        var dataset = settings.Dataset.Dataset.Options as DatasetOptions;
        var test = dataset is { TestSubset: > 0 } ? dataset.TestSubset : UsualTestImages;
        var seen = settings.Recipe.EvaluationTestImages > 0 ? Math.Min(test, settings.Recipe.EvaluationTestImages) : test;
        var train = settings.IterationsPerEpoch * settings.Recipe.BatchSize;
        var images = (points * (seen + (dataset?.Validation ?? 0))) + test + train;
        var factor = step.Rule?.CostFactor ?? 1;
        return (iterations * factor * Iteration(settings.Definition, settings.Recipe.BatchSize)) + (images * Image(settings.Definition, settings.Recipe.BatchSize));
    }

    /// <summary>Seconds of one optimizer step.</summary>
    public double Iteration(NetworkDefinition network, int batch)
    {
        var parameters = 4.0 * network.Parameters.Where(parameter => parameter.IsTrainable).Sum(parameter => parameter.Count);
        var layers = Trace(network);
        return layers.Sum(trace => (3 * Arithmetic(trace, batch)) + Traffic(4.0 * batch * trace.Output.Count, ActivationPasses))
            + Traffic(parameters, ParameterPasses)
            + (OperationsPerLayer * layers.Count * speeds.OperationSeconds);
    }

    // Images are evaluated in large batches, so the price of operations is negligible beside the rest.
    private double Image(NetworkDefinition network, int batch) =>
        Trace(network).Sum(trace => (Arithmetic(trace, batch) + Traffic(4.0 * batch * trace.Output.Count, 2)) / batch);

    private double Arithmetic(LayerTrace trace, int batch)
    {
        // Weight [outputs, inputs] of a matrix product, or [outputs, inputs, kernel, kernel] of a convolution, whose speed depends on the weights alone.
        return trace.Layer.Cost(trace, masks: null) switch
        {
            null => 0,
            { WeightShape.Count: 2 } linear => (double)linear.Macs * batch / speeds.Linear.At((double)linear.Macs * batch),
            var convolution => (double)convolution.Macs * batch / speeds.Convolution.At(convolution.WeightShape.Aggregate(1.0, (product, size) => product * size)),
        };
    }

    private double Traffic(double bytes, double passes) => bytes <= 0 ? 0 : passes * bytes / speeds.Memory.At(bytes);

    private IReadOnlyList<LayerTrace> Trace(NetworkDefinition network)
    {
        if (!traces.TryGetValue(network, out var known))
        {
            traces.Add(network, known = ShapeInference.Trace(network));
        }

        return known;
    }
}
