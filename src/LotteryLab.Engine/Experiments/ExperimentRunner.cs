using System.Text.Json.Nodes;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Steps;

namespace LotteryLab.Engine.Experiments;

/// <summary>Runs a planned experiment in this process until it is complete, paused, cancelled or failed, and keeps its folder up to date.</summary>
public sealed class ExperimentRunner(Laboratory laboratory, StepEnvironment environment)
{
    private static readonly TimeSpan StatusInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>Hears a snapshot about twice a second, on a pool thread.</summary>
    public Action<RunStatus>? OnStatus { get; init; }

    /// <summary>Hears each round as soon as its training has finished.</summary>
    public Action<RoundResult>? OnRound { get; init; }

    /// <summary>Why the run has that many lanes, for its journal; empty when nobody says.</summary>
    public string LaneReason { get; init; } = "";

    /// <summary>
    /// Whether a request to pause or cancel that was written before the run began still counts. A queue wants it so: between the order to start and
    /// the start lie seconds, and a request that was acknowledged then must not be lost. By hand a run means "go on", whatever was asked before.
    /// </summary>
    public bool HeedsEarlierRequests { get; init; }

    /// <summary>Runs what is missing.</summary>
    /// <returns>The last status; its state says how the run ended.</returns>
    /// <exception cref="LotteryLabException">Another worker runs this experiment.</exception>
    public async Task<RunStatus> RunAsync(ExperimentPlan plan, string numerics, int lanes, CancellationToken cancellation)
    {
        using var visit = laboratory.EnterRun();
        var folder = new ExperimentFolder(laboratory.ExperimentFolder(plan.SpecHash));
        using var worker = folder.TryTakeWorkerLock()
            ?? throw new LotteryLabException("experiment.running", $"Another worker is running '{plan.Spec.Name}'.", "Wait for it, or stop it with 'lotterylab cancel'.");
        folder.Write(plan, numerics);
        if (!HeedsEarlierRequests)
        {
            folder.Control.Write(RunRequest.Run);
        }

        using var journal = new JournalWriter(folder.JournalPath, environment.Time);
        journal.Append("run-started", new JsonObject { ["lanes"] = lanes, ["threadsPerLane"] = environment.ThreadsPerLane, ["laneReason"] = LaneReason, ["steps"] = plan.Steps.Count, ["numerics"] = numerics });

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var record = PlanRecord.Of(plan, numerics);
        var tracker = new ProgressTracker(plan, environment.Time);
        var observer = new Observer(this, record, tracker, journal);
        var asked = folder.Control.Read();
        if (asked != RunRequest.Run)
        {
            await stop.CancelAsync().ConfigureAwait(false);
        }

        var running = PlanRunner.RunAsync(plan.Steps, laboratory, environment, lanes, observer, stop.Token);
        var request = await WatchAsync(running, asked, observer, folder, stop).ConfigureAwait(false);

        RunState state;
        try
        {
            state = (await running.ConfigureAwait(false)).IsComplete ? RunState.Succeeded : RunState.Failed;
        }
        catch (OperationCanceledException)
        {
            // A pause that became a cancel while checkpoints were written is a cancel.
            state = request == RunRequest.Cancel || folder.Control.Read() == RunRequest.Cancel ? RunState.Cancelled : RunState.Paused;
        }

        var status = observer.Snapshot(state);
        folder.WriteResults(ExperimentResults.Read(record, laboratory.Store, StepDurations.Of(laboratory)));
        folder.WriteStatus(status);
        journal.Append("run-ended", new JsonObject { ["state"] = state.ToString().ToLowerInvariant(), ["finished"] = status.Finished, ["failed"] = status.Failed });
        journal.Flush();
        OnStatus?.Invoke(status);
        return status;
    }

    private async Task<RunRequest> WatchAsync(Task running, RunRequest request, Observer observer, ExperimentFolder folder, CancellationTokenSource stop)
    {
        while (!running.IsCompleted)
        {
            var status = observer.Snapshot(RunState.Running);
            folder.WriteStatus(status);
            OnStatus?.Invoke(status);
            request = folder.Control.Read();
            if (request != RunRequest.Run && !stop.IsCancellationRequested)
            {
                await stop.CancelAsync().ConfigureAwait(false);
            }

            await Task.WhenAny(running, Task.Delay(StatusInterval, environment.Time)).ConfigureAwait(false);
        }

        return request;
    }

    /// <summary>Writes down and passes on what the plan runner reports.</summary>
    private sealed class Observer(ExperimentRunner runner, PlanRecord record, ProgressTracker tracker, JournalWriter journal) : IPlanObserver
    {
        private readonly Lock gate = new();
        private readonly ILookup<string, RoundRecord> rounds = record.Rounds.ToLookup(round => round.Training);

        public void OnState(Step step, StepState state, LotteryLabException? reason)
        {
            lock (gate)
            {
                tracker.OnState(step, state, reason);
            }

            var fields = new JsonObject { ["key"] = step.Key.Hex, ["state"] = state.ToString().ToLowerInvariant() };
            if (reason is not null)
            {
                fields["reason"] = reason.Message;
            }

            journal.Append("step", fields);
            if (state is StepState.Done or StepState.Reused)
            {
                foreach (var round in rounds[step.Key.Hex])
                {
                    Report(round);
                }
            }
        }

        public void OnIteration(Step step, long iteration)
        {
            lock (gate)
            {
                tracker.OnIteration(step, iteration);
            }
        }

        public RunStatus Snapshot(RunState state)
        {
            lock (gate)
            {
                return tracker.Snapshot(state);
            }
        }

        private void Report(RoundRecord round)
        {
            // A reused training may belong to a mask that is still to be computed (its artifact was collected); it is reported then.
            if (round.Mask is { } mask && !runner.Store.Contains(new StepKey(mask)))
            {
                return;
            }

            if (ExperimentResults.Read(round, record.Tensors, runner.Store) is { } result)
            {
                journal.Append(RoundEvents.Type, result.ToJson());
                runner.OnRound?.Invoke(result);
            }
        }
    }

    private Artifacts.ArtifactStore Store => laboratory.Store;
}
