using LotteryLab.Data.Ingest;
using LotteryLab.Data.Stores;
using LotteryLab.Engine;
using LotteryLab.Engine.Artifacts;

namespace LotteryLab.Web.Scheduling;

/// <summary>Starts workers for what waits, one a device, and looks after those that run: what died is started again, what ended leaves the queue.</summary>
internal sealed class QueueService(QueueStore queue, WorkerProgram program, WorkerSettings settings, Laboratory laboratory, LaboratoryLeader leader, QueueSwitch paused, JournalFollower follower, TimeProvider time, ILogger<QueueService> log)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);
    private readonly SemaphoreSlim nudge = new(0, 1);
    private readonly Lock nudging = new();

    /// <summary>Asks for a look now instead of a moment later.</summary>
    public void Nudge()
    {
        // Two at once would release one time too many.
        lock (nudging)
        {
            if (nudge.CurrentCount == 0)
            {
                nudge.Release();
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _ = WarmUpAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (leader.IsLeading)
                {
                    await TurnAsync(stoppingToken);
                }

                await nudge.WaitAsync(Interval, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                // Workers go on without us; the next web app finds them.
            }
            catch (Exception problem)
            {
                log.LogError(problem, "The queue could not be looked after; trying again");
                await Task.Delay(Interval, time, CancellationToken.None);
            }
        }
    }

    // The worker's check of the machine takes seconds; the first launch should not wait for it.
    private async Task WarmUpAsync(CancellationToken cancellation)
    {
        try
        {
            await program.FactsAsync(cancellation);
        }
        catch (Exception problem) when (problem is LotteryLabException or OperationCanceledException or IOException or System.ComponentModel.Win32Exception)
        {
            log.LogInformation("The worker is not ready yet: {Reason}", problem.Message);
        }
    }

    private async Task TurnAsync(CancellationToken cancellation)
    {
        var items = await queue.ListAsync(cancellation);
        var supervisor = new WorkerSupervisor(queue, settings, laboratory, time);
        foreach (var item in items.Where(item => item.Phase != QueuePhase.Waiting))
        {
            if (await supervisor.LookAfterAsync(item, cancellation))
            {
                follower.Touch(item.ExperimentId);
            }
        }

        if (!await paused.IsPausedAsync(cancellation))
        {
            await StartReadyAsync(cancellation);
        }
    }

    private async Task StartReadyAsync(CancellationToken cancellation)
    {
        var ready = await queue.ReadyAsync(cancellation);
        if (ready.Count == 0)
        {
            return;
        }

        IReadOnlyList<string> command;
        IReadOnlyList<string> devices;
        try
        {
            command = program.Command();
            var facts = await program.FactsAsync(cancellation);
            devices = facts.Obstacle is { } obstacle ? throw obstacle : facts.Devices;
        }
        catch (LotteryLabException missing)
        {
            await ExplainWaitingAsync(ready, missing.Message, cancellation);
            return;
        }

        var busy = (await queue.ListAsync(cancellation)).Where(item => item.Phase != QueuePhase.Waiting).ToList();
        var free = devices.Where(device => busy.All(item => item.Device != device)).ToList();
        foreach (var (id, device) in ready.Zip(free))
        {
            await StartAsync(id, device, command, cancellation);
        }

        var names = string.Join(", ", busy.Select(item => $"'{item.Name}' on {item.Device}"));
        await ExplainWaitingAsync(ready.Skip(free.Count), names.Length == 0 ? "Waits for a free worker." : $"Waits for a worker: {names}.", cancellation);
    }

    private async Task StartAsync(string id, string device, IReadOnlyList<string> command, CancellationToken cancellation)
    {
        var folder = new Engine.Experiments.ExperimentFolder(Path.Combine(laboratory.ExperimentsFolder, id));
        var process = new WorkerProcess(folder);

        // One that was started and has not taken the experiment yet is enough.
        if (!folder.IsWorkerAlive() && !process.IsAlive())
        {
            string[] lanes = settings.Lanes > 0 ? ["--lanes", settings.Lanes.ToString(System.Globalization.CultureInfo.InvariantCulture)] : [];
            process.Start([
                .. command, "run", folder.SpecPath, "--json", "--out", laboratory.Root, "--device", device, "--queued",
                "--max-crashes", settings.MaximumCrashes.ToString(System.Globalization.CultureInfo.InvariantCulture), .. lanes]);
        }

        await queue.ChangeAsync(id, QueuePhase.Starting, device, attempts: null, reason: "", delay: null, cancellation);
        await queue.ExplainAsync(id, "", cancellation);
        log.LogInformation("Started a worker on {Device} for experiment {Experiment}", device, id);
        follower.Touch(id);
    }

    private async Task ExplainWaitingAsync(IEnumerable<string> waiting, string reason, CancellationToken cancellation)
    {
        var known = (await queue.ListAsync(cancellation)).ToDictionary(item => item.ExperimentId, item => item.Reason);
        foreach (var id in waiting.Where(id => known.GetValueOrDefault(id) != reason))
        {
            await queue.ChangeAsync(id, phase: null, device: null, attempts: null, reason, delay: null, cancellation);
        }
    }
}
