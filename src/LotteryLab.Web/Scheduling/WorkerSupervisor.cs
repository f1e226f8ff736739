using LotteryLab.Data.Stores;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Experiments;

namespace LotteryLab.Web.Scheduling;

/// <summary>Judges one experiment that has, or had, a worker.</summary>
internal sealed class WorkerSupervisor(QueueStore queue, WorkerSettings settings, Laboratory laboratory, TimeProvider time)
{
    // Codes of the worker's command line: what was given cannot be used; it was asked to stop; the program has a defect.
    private const int BadInput = 2;
    private const int StoppedByRequest = 4;
    private const int Defect = 70;

    /// <returns>Whether something changed.</returns>
    public async Task<bool> LookAfterAsync(QueueItem item, CancellationToken cancellation)
    {
        var folder = new ExperimentFolder(Path.Combine(laboratory.ExperimentsFolder, item.ExperimentId));
        var process = new WorkerProcess(folder);
        if (folder.IsWorkerAlive())
        {
            return item.Phase != QueuePhase.Running && await queue.ChangeAsync(item.ExperimentId, QueuePhase.Running, device: null, attempts: null, reason: "", delay: null, cancellation);
        }

        if (process.IsAlive())
        {
            // Starting, or writing its last line.
            return false;
        }

        var request = folder.Control.Read();
        var status = folder.ReadStatus();
        var code = process.ExitCode();
        if (request == RunRequest.Cancel || status?.State is RunState.Succeeded or RunState.Failed || (request == RunRequest.Pause && status?.State is not RunState.Interrupted))
        {
            if (code is not (BadInput or Defect))
            {
                if (request == RunRequest.Cancel && status?.State is RunState.Paused or RunState.Interrupted)
                {
                    // The cancel came too late for the worker, or the worker died of something else: what was acknowledged holds.
                    folder.WriteStatus(status with { State = RunState.Cancelled, At = time.GetUtcNow() });
                }

                return await LeaveAsync(item, "", cancellation);
            }
        }

        if (request == RunRequest.Run && status?.State is RunState.Paused or RunState.Cancelled && code == StoppedByRequest)
        {
            // It stopped as it was asked to, and was asked to go on before anybody looked.
            return await queue.ChangeAsync(item.ExperimentId, QueuePhase.Waiting, device: "", item.Attempts, reason: "", TimeSpan.Zero, cancellation);
        }

        return code switch
        {
            BadInput or Defect => await LeaveAsync(item, Words(process, "The worker could not begin."), cancellation),
            _ when item.Attempts + 1 >= settings.MaximumAttempts => await LeaveAsync(
                item,
                $"The worker died {item.Attempts + 1} times. {Words(process, "It left no message.")} What is finished is kept; Retry goes on from there.",
                cancellation),
            _ => await AgainAsync(item, code, cancellation),
        };
    }

    // A machine that shuts down stops workers politely; nobody asked for a pause then, so they go on too.
    private async Task<bool> AgainAsync(QueueItem item, int? code, CancellationToken cancellation)
    {
        var delay = TimeSpan.FromSeconds(Math.Min(settings.LongestPause, Math.Pow(2, item.Attempts) - 1));
        var how = code is { } number ? $"The worker ended with code {number}" : "The worker died";
        return await queue.ChangeAsync(item.ExperimentId, QueuePhase.Waiting, device: "", item.Attempts + 1, $"{how}; it is started again from its last checkpoint.", delay, cancellation);
    }

    private async Task<bool> LeaveAsync(QueueItem item, string reason, CancellationToken cancellation)
    {
        await queue.ExplainAsync(item.ExperimentId, reason, cancellation);
        return await queue.RemoveAsync(item.ExperimentId, item.Phase, cancellation);
    }

    private static string Words(WorkerProcess process, string otherwise) => process.LastWords() is { Length: > 0 } words ? words : otherwise;
}
