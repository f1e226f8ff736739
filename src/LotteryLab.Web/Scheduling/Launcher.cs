using LotteryLab.Data.Ingest;
using LotteryLab.Data.Stores;
using LotteryLab.Engine;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Files;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Web.Scheduling;

/// <summary>What a person can do with experiments: launch, pause, resume, cancel, retry, clone. Pages and the API call nothing else for it.</summary>
internal sealed class Launcher(ExperimentStore experiments, ExperimentEditor editor, QueueStore queue, QueueService service, JournalFollower follower, Laboratory laboratory, ComponentCatalog catalog)
{
    private const long LittleDisk = 100_000_000;
    private const int LooksAtTheEnd = 40;
    private static readonly TimeSpan PauseBetweenLooks = TimeSpan.FromMilliseconds(50);

    /// <summary>Reads a spec strictly.</summary>
    /// <exception cref="UnparsedSpecException">It is none; the exception lists every problem.</exception>
    public ExperimentSpec Read(string json) => new SpecReader(catalog).Read(json);

    /// <summary>Writes the experiment's folder and puts it into the queue. An equal spec is an equal experiment: what it has is kept and what is missing runs.</summary>
    /// <exception cref="LotteryLabException">The disk is full, or a part of the spec is unknown.</exception>
    public async Task<LaunchOutcome> LaunchAsync(ExperimentSpec spec, string owner, CancellationToken cancellation)
    {
        RefuseWhenFull();
        var hash = SpecHash.Of(spec);
        var folder = new ExperimentFolder(laboratory.ExperimentFolder(hash));
        var id = Path.GetFileName(folder.Path);
        var isNew = !File.Exists(folder.SpecPath);
        if (isNew)
        {
            Directory.CreateDirectory(folder.Path);
            DurableFile.Replace(folder.SpecPath, System.Text.Encoding.UTF8.GetBytes(SpecWriter.Pretty(spec)));
        }

        var isDone = folder.ReadStatus()?.State == RunState.Succeeded;
        await follower.FollowAsync(id, cancellation);
        if (isNew && owner.Length > 0)
        {
            await editor.SetOwnerAsync(id, owner, cancellation);
        }

        if (!isDone)
        {
            await EnqueueAsync(id, cancellation);
        }

        return new LaunchOutcome(id, isNew, isDone);
    }

    /// <summary>Asks the worker to write checkpoints and stop, or takes a waiting experiment out of the queue.</summary>
    public Task PauseAsync(string id, CancellationToken cancellation) => StopAsync(id, RunRequest.Pause, cancellation);

    /// <summary>Stops for good; what is finished is kept.</summary>
    public Task CancelAsync(string id, CancellationToken cancellation) => StopAsync(id, RunRequest.Cancel, cancellation);

    /// <summary>Goes on with a paused, cancelled or interrupted experiment.</summary>
    public async Task ResumeAsync(string id, CancellationToken cancellation)
    {
        var (detail, folder) = await FindAsync(id, cancellation);
        if (detail.Summary.State is ExperimentState.Pausing or ExperimentState.Finishing)
        {
            throw Conflict(detail, "is still stopping", "Wait until it has stopped, then resume it.");
        }

        if (folder.IsWorkerAlive())
        {
            throw Conflict(detail, "is running", "There is nothing to resume.");
        }

        await EnqueueAsync(id, cancellation);
    }

    /// <summary>Tries failed steps again, also those that were given up because the worker died in them.</summary>
    public async Task RetryAsync(string id, CancellationToken cancellation)
    {
        var (detail, folder) = await FindAsync(id, cancellation);
        if (folder.IsWorkerAlive())
        {
            throw Conflict(detail, "is running", "Wait until it ends, or pause it first.");
        }

        foreach (var step in PlanOf(folder)?.Steps ?? [])
        {
            var journal = laboratory.JournalOf(new StepKey(step.Key));
            if (File.Exists(journal) && !laboratory.Store.Contains(new StepKey(step.Key)))
            {
                // Deaths before this line are forgiven.
                using var writer = new JournalWriter(journal);
                writer.Append("retry");
            }
        }

        await EnqueueAsync(id, cancellation);
    }

    /// <summary>A copy of the spec under a seed of its own, launched.</summary>
    public async Task<LaunchOutcome> CloneAsync(string id, string? name, long? seed, string owner, CancellationToken cancellation)
    {
        var (detail, _) = await FindAsync(id, cancellation);
        var spec = Read(detail.SpecText);
        var copy = spec with { Name = name ?? spec.Name, Seed = seed ?? spec.Seed + 1 };
        while (seed is null && Directory.Exists(laboratory.ExperimentFolder(SpecHash.Of(copy))))
        {
            copy = copy with { Seed = copy.Seed + 1 };
        }

        return await LaunchAsync(copy, owner, cancellation);
    }

    private async Task StopAsync(string id, RunRequest request, CancellationToken cancellation)
    {
        var (detail, folder) = await FindAsync(id, cancellation);
        var isWaiting = (await queue.ListAsync(cancellation)).FirstOrDefault(item => item.ExperimentId == id);
        if (isWaiting is null && !folder.IsWorkerAlive())
        {
            throw Conflict(detail, "is not running", "There is nothing to stop.");
        }

        folder.Control.Write(request);
        if (isWaiting is { Phase: QueuePhase.Waiting } && !folder.IsWorkerAlive())
        {
            await queue.RemoveAsync(id, cancellation);
            var state = request == RunRequest.Pause ? RunState.Paused : RunState.Cancelled;
            folder.WriteStatus(folder.ReadStatus() is { } status ? status with { State = state, At = DateTimeOffset.UtcNow } : NeverRun(state));
        }

        follower.Touch(id);
        service.Nudge();
    }

    private static RunStatus NeverRun(RunState state) => new() { State = state, Steps = 0, Finished = 0, Failed = 0, Progress = 0, RemainingSeconds = null, IterationsPerSecond = 0, ElapsedSeconds = 0, At = DateTimeOffset.UtcNow };

    private async Task EnqueueAsync(string id, CancellationToken cancellation)
    {
        new ExperimentFolder(Path.Combine(laboratory.ExperimentsFolder, id)).Control.Write(RunRequest.Run);
        await queue.ExplainAsync(id, "", cancellation);
        if (!await queue.AddAsync(id, isFirst: false, cancellation))
        {
            await WaitAgainAsync(id, cancellation);
        }

        await follower.FollowAsync(id, cancellation);
        service.Nudge();
    }

    // The entry of a worker that has just ended stays until the queue looks at it, and would then be taken out although somebody wants to go on.
    private async Task WaitAgainAsync(string id, CancellationToken cancellation)
    {
        var folder = new ExperimentFolder(Path.Combine(laboratory.ExperimentsFolder, id));
        var process = new WorkerProcess(folder);
        for (var look = 0; look < LooksAtTheEnd && !folder.IsWorkerAlive() && process.IsAlive(); look++)
        {
            await Task.Delay(PauseBetweenLooks, cancellation);
        }

        if (!folder.IsWorkerAlive() && !process.IsAlive())
        {
            await queue.ChangeAsync(id, QueuePhase.Waiting, device: "", attempts: 0, reason: "", TimeSpan.Zero, cancellation);
        }
    }

    private async Task<(ExperimentDetail Detail, ExperimentFolder Folder)> FindAsync(string id, CancellationToken cancellation)
    {
        var detail = await experiments.FindAsync(id, cancellation)
            ?? throw new LotteryLabException("experiment.not-found", "There is no such experiment, or it is not shared with you.", "Look for it in the list of experiments.");
        return detail.Summary.State == ExperimentState.Imported
            ? throw new LotteryLabException("experiment.imported", $"'{detail.Summary.Name}' was imported: it has results but nothing to run.", "Launch its spec to run it here.")
            : (detail, new ExperimentFolder(Path.Combine(laboratory.ExperimentsFolder, detail.Summary.Id)));
    }

    private static PlanRecord? PlanOf(ExperimentFolder folder)
    {
        try
        {
            return folder.ReadPlan();
        }
        catch (LotteryLabException)
        {
            // It never got as far as a plan.
            return null;
        }
    }

    private void RefuseWhenFull()
    {
        Directory.CreateDirectory(laboratory.Root);
        var free = new DriveInfo(laboratory.Root).AvailableFreeSpace;
        if (free < LittleDisk)
        {
            throw new LotteryLabException("disk.full", $"The disk of the laboratory has {free / 1_000_000} MB left.", "Free space, or run 'lotterylab gc', then launch again. What is finished is safe.");
        }
    }

    private static LotteryLabException Conflict(ExperimentDetail detail, string what, string fix) =>
        new("experiment.conflict", $"'{detail.Summary.Name}' {what}.", fix);
}

/// <summary>What a launch led to.</summary>
/// <param name="Id">The experiment.</param>
/// <param name="IsNew">False when an equal experiment was there already.</param>
/// <param name="IsDone">Whether it had all its results already, so that nothing runs.</param>
internal sealed record LaunchOutcome(string Id, bool IsNew, bool IsDone);
