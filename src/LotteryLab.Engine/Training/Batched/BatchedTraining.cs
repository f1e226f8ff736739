using LotteryLab.Engine.Training.Measuring;
using TorchSharp;

namespace LotteryLab.Engine.Training.Batched;

/// <summary>
/// Trains several networks of one architecture as one, each with its own start, mask, data order, augmentation and dropout: products of fully
/// connected layers are batched, convolutions grouped. A GPU that a small network leaves idle does them in the time of one.
/// </summary>
/// <remarks>
/// Sums may round otherwise than in a training alone, and differently for another number of places or at another place; what stands at the other
/// places changes no bit. So the key of a step names both, and members may come together as they like.
/// </remarks>
public static class BatchedTraining
{
    /// <summary>Runs the members to their ends. One that diverges fails by itself.</summary>
    /// <param name="members">At least one, each at a place of its own; their jobs differ in start, mask and noise seed only.</param>
    /// <param name="places">Replicates of the network; free places hold copies of the first member.</param>
    /// <param name="cancellation">Stops after the current batch; checkpoints are written first.</param>
    /// <returns>How each member ended, in their order.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<BatchedResult> Run(IReadOnlyList<BatchedMember> members, int places, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(members.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(places, members.Max(member => member.Place) + 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(members.DistinctBy(member => member.Place).Count(), members.Count);
        using var scope = torch.NewDisposeScope();
        using var run = new BatchedRun(members, places);
        var measurements = new BatchedMeasurements(run, members);
        var checkpoints = new BatchedCheckpoints(run, members, measurements);
        var cadence = run.Job.Recipe.EvaluateEvery.ToIterations(run.IterationsPerEpoch);
        var lossChecks = Divergence.CheckInterval(run.Job.Data.Device);
        if (!checkpoints.Restore())
        {
            measurements.Take(cancellation);
        }

        while (run.Iteration < run.Job.To && !measurements.HaveAllFailed)
        {
            if (cancellation.IsCancellationRequested)
            {
                checkpoints.Save();
                cancellation.ThrowIfCancellationRequested();
            }

            run.Step();
            foreach (var member in members)
            {
                member.Observer.OnProgress(run.Iteration);
            }

            if (measurements.IsDue(cadence))
            {
                // Not cancellable: it is short, and a run stopped in between would measure this point twice.
                measurements.Take(CancellationToken.None);
            }
            else if (run.Iteration % lossChecks == 0)
            {
                measurements.CheckTrainLosses();
            }

            if (run.Iteration < run.Job.To && checkpoints.AreDue)
            {
                checkpoints.Save();
            }
        }

        return Results(run, members, measurements, cancellation);
    }

    private static List<BatchedResult> Results(BatchedRun run, IReadOnlyList<BatchedMember> members, BatchedMeasurements measurements, CancellationToken cancellation)
    {
        var summaries = measurements.HaveAllFailed ? new TrainingSummary?[members.Count] : measurements.Summarise(cancellation);
        var bytes = run.Optimizer.ExportState().Values.Sum(tensor => tensor.numel() * tensor.element_size()) / run.Replicates;
        return [.. summaries.Select((summary, i) => summary is null
            ? new BatchedResult(Outcome: null, measurements.FailureOf(i))
            : new BatchedResult(new TrainingOutcome(run.StateOf(members[i].Place), summary, ChangedMask: null) { OptimizerBytes = bytes }, Failure: null))];
    }
}
