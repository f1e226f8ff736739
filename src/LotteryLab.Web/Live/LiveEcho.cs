using System.Text.Json;
using LotteryLab.Data;
using LotteryLab.Data.Live;
using LotteryLab.Data.Stores;

namespace LotteryLab.Web.Live;

/// <summary>In a web app that does not lead: passes on what the leader stored, so that its viewers see the same news a moment later.</summary>
internal sealed class LiveEcho(LiveFeed feed, ExperimentStore experiments, TimeProvider time)
{
    // Where to begin with an experiment that somebody begins to follow: early enough to leave no gap after his catch-up; clients skip what they know.
    private const int Overlap = 64;

    private readonly Dictionary<string, (long Sequence, string? Status)> heard = new(StringComparer.Ordinal);

    /// <summary>Publishes what is new of the experiments that somebody follows here.</summary>
    public async Task PassAsync(CancellationToken cancellation)
    {
        var followed = feed.Followed();
        foreach (var gone in heard.Keys.Except(followed, StringComparer.Ordinal).ToList())
        {
            heard.Remove(gone);
        }

        foreach (var id in followed)
        {
            await PassAsync(id, cancellation);
        }
    }

    private async Task PassAsync(string id, CancellationToken cancellation)
    {
        if (await experiments.FindAsync(id, cancellation) is not { } detail)
        {
            return;
        }

        var (sequence, status) = heard.TryGetValue(id, out var known) ? known : (Math.Max(0, detail.Sequence - Overlap), null);
        foreach (var text in await experiments.EventsAfterAsync(id, sequence, cancellation) ?? [])
        {
            var message = JsonSerializer.Deserialize<LiveMessage>(text, DataJson.Format)!;
            feed.Publish(message);
            sequence = message.Sequence;
        }

        var current = detail.Status is { } progress ? JsonSerializer.Serialize(progress, DataJson.Format) : null;
        if (detail.Status is not null && current != status)
        {
            feed.Publish(new StatusMessage(id, time.GetUtcNow(), detail.Status));
        }

        heard[id] = (Math.Max(sequence, heard.GetValueOrDefault(id).Sequence), current);
    }
}
