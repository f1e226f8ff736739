using LotteryLab.Data.Entities;
using Microsoft.EntityFrameworkCore;

namespace LotteryLab.Data.Stores;

/// <summary>Keeps the queue: which experiments wait for a worker, in which order, and which have one.</summary>
public sealed class QueueStore(LaboratoryDatabase database, TimeProvider time)
{
    /// <summary>Those that have a worker, then those that wait, in order.</summary>
    public async Task<IReadOnlyList<QueueItem>> ListAsync(CancellationToken cancellation)
    {
        var context = database.Read();
        await using (context.ConfigureAwait(false))
        {
            var rows = await (from entry in context.Queue
                              join experiment in context.Experiments on entry.ExperimentId equals experiment.Id into found
                              from experiment in found.DefaultIfEmpty()
                              orderby entry.Position
                              select new { Entry = entry, Name = experiment == null ? entry.ExperimentId : experiment.Name }).ToListAsync(cancellation).ConfigureAwait(false);
            var position = 0;
            return [.. rows.OrderBy(row => row.Entry.Phase == QueuePhase.Waiting).Select(row => new QueueItem(
                row.Entry.ExperimentId,
                row.Name,
                row.Entry.Phase == QueuePhase.Waiting ? ++position : 0,
                row.Entry.Phase,
                row.Entry.Device,
                row.Entry.Attempts,
                row.Entry.Reason,
                row.Entry.Enqueued))];
        }
    }

    /// <summary>Puts an experiment at the end, or at the front. False when it is in the queue already.</summary>
    public Task<bool> AddAsync(string experimentId, bool isFirst, CancellationToken cancellation) => database.WriteAsync(
        async context =>
        {
            var entries = await context.Queue.ToListAsync(cancellation).ConfigureAwait(false);
            if (entries.Any(entry => entry.ExperimentId == experimentId))
            {
                return false;
            }

            var now = time.GetUtcNow();
            var places = entries.Select(entry => entry.Position).DefaultIfEmpty(0);
            context.Queue.Add(new QueueEntryEntity { ExperimentId = experimentId, Position = isFirst ? places.Min() - 1 : places.Max() + 1, Enqueued = now, NotBefore = now });
            return true;
        },
        cancellation);

    /// <summary>Takes an experiment out. False when it is not in the queue.</summary>
    public Task<bool> RemoveAsync(string experimentId, CancellationToken cancellation) => database.WriteAsync(
        async context => await context.Queue.Where(entry => entry.ExperimentId == experimentId).ExecuteDeleteAsync(cancellation).ConfigureAwait(false) > 0,
        cancellation);

    /// <summary>Takes an experiment out if its entry is still in a phase. False when somebody has changed it meanwhile.</summary>
    public Task<bool> RemoveAsync(string experimentId, QueuePhase phase, CancellationToken cancellation) => database.WriteAsync(
        async context => await context.Queue.Where(entry => entry.ExperimentId == experimentId && entry.Phase == phase).ExecuteDeleteAsync(cancellation).ConfigureAwait(false) > 0,
        cancellation);

    /// <summary>Gives a waiting experiment another place, 1 is next; places beyond the end are the end. False when it does not wait.</summary>
    public Task<bool> MoveAsync(string experimentId, int position, CancellationToken cancellation) => database.WriteAsync(
        async context =>
        {
            var waiting = await context.Queue.Where(entry => entry.Phase == QueuePhase.Waiting).OrderBy(entry => entry.Position).ToListAsync(cancellation).ConfigureAwait(false);
            var entry = waiting.FirstOrDefault(entry => entry.ExperimentId == experimentId);
            if (entry is null)
            {
                return false;
            }

            waiting.Remove(entry);
            waiting.Insert(Math.Clamp(position - 1, 0, waiting.Count), entry);
            for (var i = 0; i < waiting.Count; i++)
            {
                waiting[i].Position = i + 1;
            }

            return true;
        },
        cancellation);

    /// <summary>Changes phase, device, attempts and reason of an entry; what is null stays.</summary>
    /// <param name="experimentId">The experiment.</param>
    /// <param name="phase">New phase.</param>
    /// <param name="device">New device.</param>
    /// <param name="attempts">New number of deaths.</param>
    /// <param name="reason">New reason.</param>
    /// <param name="delay">Time before which no worker is started.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public Task<bool> ChangeAsync(string experimentId, QueuePhase? phase, string? device, int? attempts, string? reason, TimeSpan? delay, CancellationToken cancellation) => database.WriteAsync(
        async context =>
        {
            var entry = await context.Queue.FindAsync([experimentId], cancellation).ConfigureAwait(false);
            if (entry is null)
            {
                return false;
            }

            entry.Phase = phase ?? entry.Phase;
            entry.Device = device ?? entry.Device;
            entry.Attempts = attempts ?? entry.Attempts;
            entry.Reason = reason ?? entry.Reason;
            entry.NotBefore = delay is { } wait ? time.GetUtcNow() + wait : entry.NotBefore;
            return true;
        },
        cancellation);

    /// <summary>Experiments that wait and may start now, in order.</summary>
    public async Task<IReadOnlyList<string>> ReadyAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var context = database.Read();
        await using (context.ConfigureAwait(false))
        {
            return await context.Queue.Where(entry => entry.Phase == QueuePhase.Waiting && entry.NotBefore <= now)
                .OrderBy(entry => entry.Position).Select(entry => entry.ExperimentId).ToListAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Notes why an experiment stands where it stands, after it left the queue; empty takes the reason back.</summary>
    public Task ExplainAsync(string experimentId, string reason, CancellationToken cancellation) => database.WriteAsync(
        context => context.Experiments.Where(row => row.Id == experimentId).ExecuteUpdateAsync(set => set.SetProperty(row => row.Reason, reason), cancellation),
        cancellation);
}
