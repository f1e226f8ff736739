using LotteryLab.Data.Stores;
using LotteryLab.Engine.Experiments;

namespace LotteryLab.Data.Ingest;

/// <summary>Decides, from what worker, queue and person say, where an experiment stands.</summary>
internal static class StateReading
{
    /// <param name="status">What the worker wrote last.</param>
    /// <param name="isHeld">Whether a worker has the experiment. One that has written its last status still has it for a moment, in which nobody could go on with it.</param>
    /// <param name="phase">Place in the queue; null when it has none.</param>
    /// <param name="request">What a person asked for.</param>
    /// <param name="isImported">Whether it came from another laboratory.</param>
    public static ExperimentState Compute(RunStatus? status, bool isHeld, QueuePhase? phase, RunRequest request, bool isImported) => (isHeld && status is not null ? RunState.Running : status?.State, phase) switch
    {
        _ when isImported => ExperimentState.Imported,
        (RunState.Running, _) => request switch
        {
            RunRequest.Pause => ExperimentState.Pausing,
            RunRequest.Cancel => ExperimentState.Finishing,
            _ => ExperimentState.Running,
        },
        (_, QueuePhase.Starting) => ExperimentState.Preparing,
        (_, QueuePhase.Waiting) => ExperimentState.Queued,
        (RunState.Paused, _) => ExperimentState.Paused,
        (RunState.Cancelled, _) => ExperimentState.Cancelled,
        (RunState.Succeeded, _) => ExperimentState.Succeeded,
        (RunState.Failed, _) => ExperimentState.Failed,
        (RunState.Interrupted, _) => ExperimentState.Interrupted,
        _ => ExperimentState.Draft,
    };

    public static ProgressSnapshot Snapshot(RunStatus status, ExperimentState state) => new(
        state,
        status.Steps,
        status.Finished,
        status.Failed,
        status.Progress,
        status.RemainingSeconds,
        status.IterationsPerSecond,
        status.ElapsedSeconds,
        status.Running,
        status.Problems,
        status.At);
}
