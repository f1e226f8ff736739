using System.Text.Json;
using System.Text.Json.Nodes;
using LotteryLab.Data.Entities;
using LotteryLab.Data.Live;
using LotteryLab.Data.Stores;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Experiments;
using Microsoft.EntityFrameworkCore;

namespace LotteryLab.Data.Ingest;

/// <summary>Follows one experiment folder: each pass stores what is new in one or a few transactions, then publishes it.</summary>
internal sealed class ExperimentIngest(LaboratoryDatabase database, Laboratory laboratory, LiveFeed feed, TimeProvider time, string path)
{
    private const int TrainingsInOneTransaction = 64;

    private readonly ExperimentFolder folder = new(path);
    private readonly string id = Path.GetFileName(path);
    private PlanRecord? plan;
    private long planStamp = -1;
    private DateTimeOffset? lastStatus;
    private bool isUntold;

    /// <summary>Whether a worker has the experiment, so that the next pass should come soon.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Whether the experiment stands in the database.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Stores and publishes what is new.</summary>
    public async Task PassAsync(CancellationToken cancellation)
    {
        var look = Look.At(folder);
        if (look.PlanStamp != planStamp)
        {
            plan = PlanImport.ReadPlan(folder);
            planStamp = look.PlanStamp;
        }

        Publish(await database.WriteAsync(context => StoreEventsAsync(context, look, cancellation), cancellation).ConfigureAwait(false));
        while (plan is not null && await StoreSeriesAsync(cancellation).ConfigureAwait(false))
        {
            // A long history comes in portions, so that nobody waits long for the right to write.
        }

        if (look.IsEnded)
        {
            // After rounds and curves, so that whoever hears or reads that it has ended finds everything.
            Publish(await database.WriteAsync(context => StoreEndAsync(context, look, cancellation), cancellation).ConfigureAwait(false));
        }

        // Only now: what a full disk kept from being stored is tried again at the next pass.
        (isUntold, lastStatus) = (false, look.Status?.At);
        IsActive = look.IsHeld || look.Status?.State == RunState.Running;
    }

    private void Publish(IEnumerable<LiveMessage> messages)
    {
        foreach (var message in messages)
        {
            feed.Publish(message);
        }
    }

    private async Task<IReadOnlyList<LiveMessage>> StoreEventsAsync(LotteryDbContext context, Look look, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var experiment = await context.Experiments.FirstOrDefaultAsync(row => row.Id == id, cancellation).ConfigureAwait(false);
        var isNew = experiment is null;
        if (experiment is null)
        {
            experiment = PlanImport.NewEntity(path, now);
            context.Experiments.Add(experiment);
            context.Tags.AddRange(PlanImport.Tags(experiment));
            isUntold = true;
        }

        IsKnown = true;

        // What happened before anybody could look is history, not news.
        var log = new EventLog(context, experiment);
        if (plan is not null)
        {
            await StorePlanAsync(context, experiment, plan, look.PlanStamp, isNew ? null : log, now, cancellation).ConfigureAwait(false);
        }

        if (!look.IsEnded)
        {
            return await StoreStateAsync(context, experiment, log, look, now, cancellation).ConfigureAwait(false);
        }

        await log.TrimAsync(cancellation).ConfigureAwait(false);
        return log.Added;
    }

    private async Task<IReadOnlyList<LiveMessage>> StoreEndAsync(LotteryDbContext context, Look look, CancellationToken cancellation)
    {
        var experiment = await context.Experiments.FirstAsync(row => row.Id == id, cancellation).ConfigureAwait(false);
        return await StoreStateAsync(context, experiment, new EventLog(context, experiment), look, time.GetUtcNow(), cancellation).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<LiveMessage>> StoreStateAsync(LotteryDbContext context, ExperimentEntity experiment, EventLog log, Look look, DateTimeOffset now, CancellationToken cancellation)
    {
        var phase = await context.Queue.Where(row => row.ExperimentId == id).Select(row => (QueuePhase?)row.Phase).FirstOrDefaultAsync(cancellation).ConfigureAwait(false);
        StoreState(experiment, StateReading.Compute(look.Status, look.IsHeld, phase, look.Request, PlanImport.IsImported(path)), log, now, isUntold);
        var news = StoreStatus(experiment, look.Status, now);
        await log.TrimAsync(cancellation).ConfigureAwait(false);
        return news is null ? log.Added : [.. log.Added, news];
    }

    private async Task StorePlanAsync(LotteryDbContext context, ExperimentEntity experiment, PlanRecord current, long stamp, EventLog? log, DateTimeOffset now, CancellationToken cancellation)
    {
        if (experiment.PlanStamp != stamp)
        {
            // The journal is read again: rounds that the new plan holds under other keys are still to be found in it.
            await PlanImport.ApplyAsync(context, experiment, current, cancellation).ConfigureAwait(false);
            experiment.PlanStamp = stamp;
            experiment.EventsPosition = 0;
        }

        if (File.Exists(folder.JournalPath) && new FileInfo(folder.JournalPath).Length < experiment.EventsPosition)
        {
            experiment.EventsPosition = 0;
        }

        var reader = new JournalReader(folder.JournalPath, experiment.EventsPosition);
        IReadOnlyList<JsonObject> events = reader.ReadNew();
        if (events.Count > 0)
        {
            await new RoundIngest(context, experiment, current, laboratory.Store, log, now).ApplyAsync(events, cancellation).ConfigureAwait(false);
            experiment.EventsPosition = reader.Position;
        }
    }

    private static void StoreState(ExperimentEntity experiment, ExperimentState state, EventLog log, DateTimeOffset now, bool isNew)
    {
        if (experiment.State == state && !isNew)
        {
            return;
        }

        experiment.State = state;
        experiment.Updated = isNew ? experiment.Updated : now;
        log.Add(sequence => new StateMessage(experiment.Id, sequence, now, state, experiment.Reason));
    }

    private StatusMessage? StoreStatus(ExperimentEntity experiment, RunStatus? status, DateTimeOffset now)
    {
        if (status is null || (status.At == lastStatus && experiment.StatusText is not null))
        {
            return null;
        }

        var snapshot = StateReading.Snapshot(status, experiment.State);
        experiment.StatusText = JsonSerializer.Serialize(snapshot, DataJson.Format);
        experiment.Progress = status.Progress;
        experiment.RemainingSeconds = status.RemainingSeconds;
        return new StatusMessage(experiment.Id, now, snapshot);
    }

    /// <returns>Whether there may be more.</returns>
    private async Task<bool> StoreSeriesAsync(CancellationToken cancellation)
    {
        List<LiveMessage> messages = [];
        var mayBeMore = await database.WriteAsync(
            async context =>
            {
                var open = await context.Series.Where(row => !row.IsFinished && context.Rounds.Any(round => round.ExperimentId == id && round.TrainingKey == row.TrainingKey))
                    .OrderBy(row => row.TrainingKey).Take(TrainingsInOneTransaction).ToListAsync(cancellation).ConfigureAwait(false);
                var ingest = new SeriesIngest(laboratory);
                foreach (var series in open)
                {
                    if (ingest.Apply(series, out var points) is { } from)
                    {
                        messages.AddRange(await TellAsync(context, series.TrainingKey, from, points, cancellation).ConfigureAwait(false));
                    }
                }

                return open.Count == TrainingsInOneTransaction && open.Any(series => series.IsFinished);
            },
            cancellation).ConfigureAwait(false);
        Publish(messages);
        return mayBeMore;
    }

    /// <summary>Experiments that share a training share its curve: all of them that run hear of it.</summary>
    private async Task<IReadOnlyList<LiveMessage>> TellAsync(LotteryDbContext context, string training, int from, IReadOnlyList<SeriesPoint> points, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var messages = new List<LiveMessage>();
        // Of an experiment that had ended before it was first looked at, nobody waits for news.
        var listeners = await context.Experiments.Where(row => (row.State == ExperimentState.Running || row.State == ExperimentState.Pausing || row.State == ExperimentState.Finishing || (row.Id == id && row.Sequence > 1))
            && context.Rounds.Any(round => round.ExperimentId == row.Id && round.TrainingKey == training)).ToListAsync(cancellation).ConfigureAwait(false);
        foreach (var experiment in listeners)
        {
            var log = new EventLog(context, experiment);
            log.Add(sequence => new PointsMessage(experiment.Id, sequence, now, training, from, points));
            await log.TrimAsync(cancellation).ConfigureAwait(false);
            messages.AddRange(log.Added);
        }

        return messages;
    }

    /// <summary>What the folder said at the beginning of a pass.</summary>
    /// <param name="Status">Last status of the worker; null when it never wrote one.</param>
    /// <param name="IsHeld">Whether a worker has the experiment.</param>
    /// <param name="Request">What a person asked for.</param>
    /// <param name="PlanStamp">When the plan was written; 0 when there is none.</param>
    private sealed record Look(RunStatus? Status, bool IsHeld, RunRequest Request, long PlanStamp)
    {
        public bool IsEnded => !IsHeld && Status is { State: not RunState.Running };

        public static Look At(ExperimentFolder folder)
        {
            // Before the status: when nobody has the experiment any more, the status that is read then is the last one.
            var isHeld = folder.IsWorkerAlive();
            return new Look(folder.ReadStatus(), isHeld, folder.Control.Read(), File.Exists(folder.PlanPath) ? File.GetLastWriteTimeUtc(folder.PlanPath).Ticks : 0);
        }
    }
}
