using LotteryLab.Engine.Runtime;
using LotteryLab.Engine.Training.Measuring;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Training.Batched;

/// <summary>What is measured of each replicate during and after training, and which of them have failed.</summary>
internal sealed class BatchedMeasurements(BatchedRun run, IReadOnlyList<BatchedMember> members)
{
    private const int SmallestBatch = 100;

    private readonly List<EvaluationPoint>[] points = [.. members.Select(_ => new List<EvaluationPoint>())];
    private readonly LotteryLabException?[] failures = new LotteryLabException?[members.Count];

    // Activations of all replicates are there at once.
    private readonly int batchSize = Math.Max(SmallestBatch, Evaluator.BatchSize(run.Job.Network, run.Job.Data.Device) / run.Replicates);

    internal bool HaveAllFailed => failures.All(failure => failure is not null);

    internal LotteryLabException? FailureOf(int member) => failures[member];

    internal IReadOnlyList<EvaluationPoint> PointsOf(int member) => points[member];

    internal void Restore(int member, IReadOnlyList<EvaluationPoint> earlier) => points[member].AddRange(earlier);

    /// <summary>Whether an evaluation is due now: multiples of the cadence on the original axis, and the last iteration.</summary>
    internal bool IsDue(long cadence) => run.Iteration == run.Job.To || (cadence > 0 && run.Iteration % cadence == 0);

    /// <summary>Mean losses of the training batches since the last point; null when there was none. Waits for the device.</summary>
    internal double?[] TrainLosses()
    {
        var sums = run.LossCount == 0 ? null : run.LossSums.ReadNumbers<double>();
        return [.. members.Select(member => sums?[member.Place] / run.LossCount)];
    }

    /// <summary>Fails the members whose training loss is no longer a number; the others go on.</summary>
    internal void CheckTrainLosses()
    {
        var losses = TrainLosses();
        for (var i = 0; i < members.Count; i++)
        {
            Check(i, losses[i], "training");
        }
    }

    /// <summary>Measures all at the current iteration and tells the observers of those that have not failed.</summary>
    internal void Take(CancellationToken cancellation)
    {
        var data = run.Job.Data;
        var trainLosses = TrainLosses();
        var validation = data.ValidationCount == 0 ? null : Measure(data.ValidationRange, data.ValidationLabels!, 0, cancellation);
        var test = Measure(data.TestRange, data.TestLabels, run.Iteration == run.Job.To ? 0 : run.Job.Recipe.EvaluationTestImages, cancellation);
        for (var i = 0; i < members.Count; i++)
        {
            Check(i, trainLosses[i], "training");
            Check(i, validation?[i].Loss, "validation");
            Check(i, test[i].Loss, "test");
            if (failures[i] is null)
            {
                points[i].Add(new EvaluationPoint(run.Iteration, run.LearningRate, trainLosses[i], validation?[i].Loss, validation?[i].Accuracy, test[i].Loss, test[i].Accuracy));
                members[i].Observer.OnEvaluation(points[i][^1]);
            }
        }

        run.LossSums.zero_();
        run.LossCount = 0;
    }

    /// <summary>Summaries after the last point; null for members that have failed.</summary>
    internal TrainingSummary?[] Summarise(CancellationToken cancellation)
    {
        var train = Measure(run.Job.Data.TrainRange, run.Job.Data.TrainLabels, TrainingMeasurements.TrainImages, cancellation);
        return [.. members.Select((_, i) => failures[i] is null ? TrainingSummary.Of(points[i], train[i].Accuracy) : null)];
    }

    private void Check(int member, double? loss, string which)
    {
        try
        {
            Divergence.Check(loss, which, run.Iteration, run.LearningRate);
        }
        catch (LotteryLabException diverged)
        {
            failures[member] ??= diverged;
        }
    }

    private Measurement[] Measure(Func<long, long, Tensor> images, Tensor labels, long limit, CancellationToken cancellation)
    {
        using var noGrad = torch.no_grad();
        using var whole = torch.NewDisposeScope();
        var count = limit == 0 ? labels.shape[0] : Math.Min(limit, labels.shape[0]);
        var losses = zeros([run.Replicates], ScalarType.Float64, labels.device);
        var right = zeros([run.Replicates], ScalarType.Int64, labels.device);
        for (var start = 0L; start < count; start += batchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = torch.NewDisposeScope();
            var length = Math.Min(batchSize, count - start);
            var answers = labels.narrow(0, start, length).unsqueeze(0).expand(run.Replicates, -1);
            var logits = run.EvaluationLogits(images(start, length));
            losses.add_(BatchedRun.Losses(logits, answers, 0).sum([1], type: ScalarType.Float64));
            right.add_(logits.argmax(2).eq(answers).sum([1]));
        }

        var (sums, hits) = (losses.ReadNumbers<double>(), right.ReadNumbers<long>());
        return [.. members.Select(member => count == 0 ? new Measurement(double.NaN, double.NaN, 0) : new Measurement(sums[member.Place] / count, (double)hits[member.Place] / count, count))];
    }
}
