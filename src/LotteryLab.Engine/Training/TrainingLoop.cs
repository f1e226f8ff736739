using LotteryLab.Engine.Training.Checkpoints;
using LotteryLab.Engine.Training.Measuring;
using LotteryLab.Engine.Training.Rules;
using TorchSharp;

namespace LotteryLab.Engine.Training;

/// <summary>
/// Trains a network from one iteration of its schedule to another. Everything random is a function of (noise seed, batch number), so a run
/// that resumes from a checkpoint ends bit for bit where an uninterrupted one does, whatever else the process is doing.
/// </summary>
public static class TrainingLoop
{
    /// <summary>Runs a job to its end.</summary>
    /// <param name="job">What to train.</param>
    /// <param name="observer">Hears of progress and evaluations, and says where checkpoints live.</param>
    /// <param name="rule">Takes part in training, or null; the caller disposes it.</param>
    /// <param name="cancellation">Stops the run after the current batch; a checkpoint is written first.</param>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    /// <exception cref="LotteryLabException">The loss became NaN or infinite (code <c>training.diverged</c>).</exception>
    public static TrainingOutcome Run(TrainingJob job, ITrainingObserver observer, TrainingRule? rule = null, CancellationToken cancellation = default)
    {
        using var scope = torch.NewDisposeScope();
        using var run = new TrainingRun(job, rule) { Warnings = observer.OnWarning };
        using var trainLoss = new LossMeter(run.State[0].device);
        var measurements = new TrainingMeasurements(run, rule, trainLoss);
        var scribe = new CheckpointScribe(run, rule, trainLoss, measurements);
        var cadence = job.Recipe.EvaluateEvery.ToIterations(run.IterationsPerEpoch);

        var lossChecks = Divergence.CheckInterval(job.Data.Device);

        rule?.OnStart(run);
        if (Resume(observer, scribe))
        {
            observer.OnResumed(run.Iteration, measurements.Points);
        }
        else
        {
            observer.OnEvaluation(measurements.Take(cancellation));
        }

        while (run.Iteration < job.To)
        {
            StopIfCancelled(observer, scribe, cancellation);
            if (!TrainBatch(run, rule, trainLoss))
            {
                continue;
            }

            observer.OnProgress(run.Iteration);
            if (run.Iteration == job.To)
            {
                Finish(run, rule);
            }

            if (measurements.IsDue(cadence))
            {
                // Not cancellable: it is short, and a run stopped in between would measure this point twice.
                observer.OnEvaluation(measurements.Take(CancellationToken.None));
                if (run.MasksChanged)
                {
                    observer.OnMasks(run.Iteration, run.Masks!);
                }
            }
            else if (run.Iteration % lossChecks == 0)
            {
                Divergence.Check(trainLoss.Mean, "training", run.Iteration, run.LearningRate);
            }

            if (observer.Checkpoints is { IsDue: true } store && run.Iteration < job.To)
            {
                store.Save(scribe.Capture());
            }
        }

        var summary = measurements.Summarise(cancellation);
        return new TrainingOutcome(run.Finish(), summary, run.MasksChanged ? run.Masks : null)
        {
            Routes = run.Routes,
            OptimizerBytes = run.Optimizer.ExportState().Values.Sum(tensor => tensor.numel() * tensor.element_size()),
        };
    }

    /// <summary>One batch: forward, backward, update. False when a rule used the batch for something else than a step.</summary>
    internal static bool TrainBatch(TrainingRun run, TrainingRule? rule, LossMeter trainLoss)
    {
        using var scope = torch.NewDisposeScope();
        var loss = run.ComputeGradients();
        var outcome = rule?.BeforeOptimizerStep(run) ?? BatchOutcome.Step;
        if (outcome == BatchOutcome.Step)
        {
            run.StepOptimizer();
        }

        run.Batch++;
        if (outcome != BatchOutcome.Skip)
        {
            run.Iteration++;
            trainLoss.Add(loss);
            rule?.AfterOptimizerStep(run);
        }

        if (rule is not null && run.Batch % run.IterationsPerEpoch == 0)
        {
            rule.OnEpochEnd(run);
        }

        return outcome != BatchOutcome.Skip;
    }

    private static bool Resume(ITrainingObserver observer, CheckpointScribe scribe) =>
        observer.Checkpoints?.Load(observer.OnWarning) is { } checkpoint && scribe.Restore(checkpoint);

    private static void StopIfCancelled(ITrainingObserver observer, CheckpointScribe scribe, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            observer.Checkpoints?.Save(scribe.Capture());
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private static void Finish(TrainingRun run, TrainingRule? rule)
    {
        using var scope = torch.NewDisposeScope();
        rule?.OnEnd(run);
    }
}
