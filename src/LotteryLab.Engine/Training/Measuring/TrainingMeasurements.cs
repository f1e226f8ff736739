using LotteryLab.Engine.Training.Rules;
using TorchSharp;

namespace LotteryLab.Engine.Training.Measuring;

/// <summary>What is measured during and after a training.</summary>
internal sealed class TrainingMeasurements(TrainingRun run, TrainingRule? rule, LossMeter trainLoss)
{
    // Enough for a standard error of half a percentage point; training sets can be hundreds of times larger.
    internal const long TrainImages = 10_000;

    private readonly List<EvaluationPoint> points = [];
    private readonly int batchSize = Evaluator.BatchSize(run.Job.Network, run.State[0].device);

    internal IReadOnlyList<EvaluationPoint> Points => points;

    internal void Restore(IReadOnlyList<EvaluationPoint> earlier) => points.AddRange(earlier);

    /// <summary>Whether an evaluation is due now: multiples of the cadence on the original axis, and the last iteration.</summary>
    internal bool IsDue(long cadence) => run.Iteration == run.Job.To || (cadence > 0 && run.Iteration % cadence == 0);

    /// <summary>Measures at the current iteration.</summary>
    internal EvaluationPoint Take(CancellationToken cancellation)
    {
        var data = run.Job.Data;
        var rate = run.LearningRate;
        Divergence.Check(trainLoss.Mean, "training", run.Iteration, rate);
        var validation = data.ValidationCount == 0 ? (Measurement?)null : Measure(data.ValidationRange, data.ValidationLabels!, 0, cancellation);
        Divergence.Check(validation?.Loss, "validation", run.Iteration, rate);
        var test = Measure(data.TestRange, data.TestLabels, run.Iteration == run.Job.To ? 0 : run.Job.Recipe.EvaluationTestImages, cancellation);
        Divergence.Check(test.Loss, "test", run.Iteration, rate);
        var point = new EvaluationPoint(run.Iteration, rate, trainLoss.Mean, validation?.Loss, validation?.Accuracy, test.Loss, test.Accuracy)
        {
            Extra = MeasureRule(),
        };
        trainLoss.Restart();
        points.Add(point);
        return point;
    }

    /// <summary>Summary after the last point.</summary>
    internal TrainingSummary Summarise(CancellationToken cancellation) => TrainingSummary.Of(points, MeasureTraining(cancellation).Accuracy);

    private IReadOnlyDictionary<string, double>? MeasureRule()
    {
        using var scope = torch.NewDisposeScope();
        return rule?.Measure(run);
    }

    private Measurement MeasureTraining(CancellationToken cancellation) =>
        Measure(run.Job.Data.TrainRange, run.Job.Data.TrainLabels, TrainImages, cancellation);

    private Measurement Measure(Func<long, long, torch.Tensor> images, torch.Tensor labels, long limit, CancellationToken cancellation)
    {
        using var scope = torch.NewDisposeScope();
        var count = limit == 0 ? labels.shape[0] : Math.Min(limit, labels.shape[0]);
        return Evaluator.Measure(run.EvaluationLogits, batchSize, images, labels.narrow(0, 0, count), cancellation);
    }
}
