using System.Text.Json;
using LotteryLab.Data.Entities;
using LotteryLab.Data.Live;
using Microsoft.EntityFrameworkCore;

namespace LotteryLab.Data.Ingest;

/// <summary>Numbers the events of one experiment and keeps the last of them; they are published after the transaction that stored them.</summary>
internal sealed class EventLog(LotteryDbContext context, ExperimentEntity experiment)
{
    /// <summary>Events that are kept for clients that reconnect; older clients load the experiment anew.</summary>
    public const int Kept = 4096;

    private const int TrimEvery = 256;

    private readonly List<LiveMessage> added = [];

    public IReadOnlyList<LiveMessage> Added => added;

    /// <summary>Adds an event; <paramref name="create"/> gets its number.</summary>
    public void Add(Func<long, LiveMessage> create)
    {
        var message = create(++experiment.Sequence);
        added.Add(message);
        context.Events.Add(new LiveEventEntity { ExperimentId = experiment.Id, Sequence = message.Sequence, Json = JsonSerializer.Serialize(message, DataJson.Format) });
    }

    /// <summary>Deletes what is too old to be kept.</summary>
    public async Task TrimAsync(CancellationToken cancellation)
    {
        if (added.Any(message => message.Sequence % TrimEvery == 0))
        {
            var oldest = experiment.Sequence - Kept;
            await context.Events.Where(row => row.ExperimentId == experiment.Id && row.Sequence <= oldest).ExecuteDeleteAsync(cancellation).ConfigureAwait(false);
        }
    }
}
