using LotteryLab.Engine.Planning;
using Microsoft.EntityFrameworkCore;

namespace LotteryLab.Data.Stores;

/// <summary>Reads experiments, their rounds and their curves. Every call is one short read; nothing is cached.</summary>
public sealed class ExperimentStore(LaboratoryDatabase database)
{
    /// <summary>A page of the list.</summary>
    public async Task<Page<ExperimentSummary>> ListAsync(ExperimentFilter filter, CancellationToken cancellation)
    {
        var context = database.Read();
        await using (context.ConfigureAwait(false))
        {
            var size = Math.Clamp(filter.PageSize, 1, ExperimentFilter.LargestPageSize);
            var query = ExperimentSelection.Apply(context, filter);
            var total = await query.CountAsync(cancellation).ConfigureAwait(false);
            var number = Math.Clamp(filter.Page, 1, Math.Max(1, (total + size - 1) / size));
            var rows = await ExperimentSelection.Sort(query, filter).Skip((number - 1) * size).Take(size)
                .Select(ExperimentReading.Columns).ToListAsync(cancellation).ConfigureAwait(false);
            var ids = rows.Select(row => row.Id).ToList();
            var tags = await context.Tags.Where(tag => ids.Contains(tag.ExperimentId)).ToListAsync(cancellation).ConfigureAwait(false);
            return new Page<ExperimentSummary>([.. rows.Select(row => ExperimentReading.Summary(row, tags))], number, size, total);
        }
    }

    /// <summary>One experiment, or null.</summary>
    public async Task<ExperimentDetail?> FindAsync(string id, CancellationToken cancellation)
    {
        var context = database.Read();
        await using (context.ConfigureAwait(false))
        {
            var experiment = await context.Experiments.FirstOrDefaultAsync(row => row.Id == id, cancellation).ConfigureAwait(false);
            if (experiment is null)
            {
                return null;
            }

            var tags = await context.Tags.Where(tag => tag.ExperimentId == id).ToListAsync(cancellation).ConfigureAwait(false);
            var replicates = await context.Replicates.Where(row => row.ExperimentId == id).OrderBy(row => row.Number).ToListAsync(cancellation).ConfigureAwait(false);
            var entry = await context.Queue.FirstOrDefaultAsync(row => row.ExperimentId == id, cancellation).ConfigureAwait(false);
            var before = entry is { Phase: QueuePhase.Waiting }
                ? await context.Queue.CountAsync(row => row.Phase == QueuePhase.Waiting && row.Position < entry.Position, cancellation).ConfigureAwait(false)
                : 0;
            return ExperimentReading.Detail(experiment, tags, replicates, entry, before);
        }
    }

    /// <summary>Finished and planned rounds, by replicate, branch, draw and round; the method's own branch first.</summary>
    public async Task<IReadOnlyList<RoundRow>> RoundsAsync(string id, CancellationToken cancellation)
    {
        var context = database.Read();
        await using (context.ConfigureAwait(false))
        {
            var rounds = await context.Rounds.Where(round => round.ExperimentId == id).ToListAsync(cancellation).ConfigureAwait(false);
            var masks = await context.Masks.Where(mask => context.Rounds.Any(round => round.ExperimentId == id && round.MaskKey == mask.MaskKey))
                .ToDictionaryAsync(mask => mask.MaskKey, cancellation).ConfigureAwait(false);
            return [.. rounds
                .OrderBy(round => round.Replicate)
                .ThenBy(round => round.Branch == PlannedRound.TicketBranch ? "" : round.Branch, StringComparer.Ordinal)
                .ThenBy(round => round.Draw)
                .ThenBy(round => round.Number)
                .Select(round => ExperimentReading.Row(round, round.MaskKey is { } key ? masks.GetValueOrDefault(key) : null))];
        }
    }

    /// <summary>The curve of one training, or null while it has not begun.</summary>
    public async Task<Series?> SeriesAsync(string training, CancellationToken cancellation)
    {
        var context = database.Read();
        await using (context.ConfigureAwait(false))
        {
            var row = await context.Series.FirstOrDefaultAsync(series => series.TrainingKey == training, cancellation).ConfigureAwait(false);
            return row is null ? null : new Series(row.TrainingKey, row.IsFinished, SeriesPacking.Unpack(row.Points));
        }
    }

    /// <summary>The curves of an experiment's trainings, of one replicate, branch or round where given; at most <paramref name="limit"/> of them.</summary>
    public async Task<IReadOnlyList<Series>> SeriesAsync(string id, int? replicate, string? branch, int? round, int limit, CancellationToken cancellation)
    {
        var context = database.Read();
        await using (context.ConfigureAwait(false))
        {
            var keys = context.Rounds.Where(row => row.ExperimentId == id
                && (replicate == null || row.Replicate == replicate)
                && (branch == null || row.Branch == branch)
                && (round == null || row.Number == round));
            var rows = await context.Series.Where(series => keys.Any(row => row.TrainingKey == series.TrainingKey))
                .OrderBy(series => series.TrainingKey).Take(limit).ToListAsync(cancellation).ConfigureAwait(false);
            return [.. rows.Select(row => new Series(row.TrainingKey, row.IsFinished, SeriesPacking.Unpack(row.Points)))];
        }
    }

    /// <summary>A ticket by the key of its training, or by the first twelve or more digits of it; null when there is none or several.</summary>
    public async Task<TicketRow?> TicketAsync(string key, CancellationToken cancellation)
    {
        if (key.Length is < 12 or > 64 || !key.All(char.IsAsciiHexDigitLower))
        {
            return null;
        }

        var context = database.Read();
        await using (context.ConfigureAwait(false))
        {
            // A range instead of LIKE: it uses the index of the key.
            var end = key + "g";
            var found = await context.Tickets.Where(ticket => string.Compare(ticket.TrainingKey, key) >= 0 && string.Compare(ticket.TrainingKey, end) < 0)
                .Take(2).ToListAsync(cancellation).ConfigureAwait(false);
            if (found is not [var ticket])
            {
                return null;
            }

            var rounds = await context.Rounds.Where(round => round.TrainingKey == ticket.TrainingKey).OrderBy(round => round.Id).ToListAsync(cancellation).ConfigureAwait(false);
            var mask = await context.Masks.FirstOrDefaultAsync(row => row.MaskKey == ticket.MaskKey, cancellation).ConfigureAwait(false);
            return new TicketRow(
                ticket.TrainingKey,
                ticket.StartKey,
                ticket.MaskKey,
                ticket.IsImported,
                mask is null ? [] : ExperimentReading.Layers(mask),
                [.. rounds.Select(round => new TicketPlace(round.ExperimentId, ExperimentReading.Row(round, mask)))]);
        }
    }

    /// <summary>Events after a sequence number, as JSON texts in order; null when some of them are no longer kept.</summary>
    public async Task<IReadOnlyList<string>?> EventsAfterAsync(string id, long sequence, CancellationToken cancellation)
    {
        var context = database.Read();
        await using (context.ConfigureAwait(false))
        {
            // Events first: what is added between the two looks is heard otherwise, and must not look like a gap.
            var events = await context.Events.Where(row => row.ExperimentId == id && row.Sequence > sequence)
                .OrderBy(row => row.Sequence).ToListAsync(cancellation).ConfigureAwait(false);
            if (events.Count > 0)
            {
                return events[^1].Sequence - sequence == events.Count ? [.. events.Select(row => row.Json)] : null;
            }

            // A client ahead of the database has seen another one, which was deleted.
            var last = await context.Experiments.Where(row => row.Id == id).Select(row => row.Sequence).FirstOrDefaultAsync(cancellation).ConfigureAwait(false);
            return sequence <= last ? [] : null;
        }
    }

    /// <summary>How many experiments are in each state, archived ones left out.</summary>
    public async Task<IReadOnlyDictionary<ExperimentState, int>> CountsAsync(CancellationToken cancellation)
    {
        var context = database.Read();
        await using (context.ConfigureAwait(false))
        {
            return await context.Experiments.Where(row => !row.IsArchived).GroupBy(row => row.State)
                .Select(group => new { group.Key, Count = group.Count() })
                .ToDictionaryAsync(group => group.Key, group => group.Count, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>All tags in use, with how many experiments carry each, the most used first.</summary>
    public async Task<IReadOnlyList<KeyValuePair<string, int>>> TagsAsync(CancellationToken cancellation)
    {
        var context = database.Read();
        await using (context.ConfigureAwait(false))
        {
            var tags = await context.Tags.GroupBy(tag => tag.Tag).Select(group => new { group.Key, Count = group.Count() })
                .OrderByDescending(group => group.Count).ThenBy(group => group.Key).ToListAsync(cancellation).ConfigureAwait(false);
            return [.. tags.Select(tag => KeyValuePair.Create(tag.Key, tag.Count))];
        }
    }
}
