using System.Text.Json;
using LotteryLab.Data;
using LotteryLab.Data.Stores;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Experiments;
using LotteryLab.Web.Scheduling;

namespace LotteryLab.Web.Administration;

/// <summary>Tells the webhook when the queue has become empty: once for all experiments that were in it, not once for each.</summary>
internal sealed class DoneWatch(QueueStore queue, LaboratoryLeader leader, Laboratory laboratory, WebhookSettings settings, WebhookSender sender, TimeProvider time, ILogger<DoneWatch> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private readonly Dictionary<string, string> seen = [];

    /// <summary>Looks once; sends when what was there is gone.</summary>
    /// <returns>Whether a message was due.</returns>
    public async Task<bool> LookAsync(CancellationToken cancellation)
    {
        var items = await queue.ListAsync(cancellation);
        foreach (var item in items)
        {
            seen[item.ExperimentId] = item.Name;
        }

        if (items.Count > 0 || seen.Count == 0)
        {
            return false;
        }

        var done = seen.Select(pair => new DoneExperiment(pair.Key, pair.Value, StateOf(pair.Key))).ToList();
        seen.Clear();
        if (await settings.FindAsync(cancellation) is not { Url.Length: > 0 } hook)
        {
            return false;
        }

        await sender.SendAsync(hook, JsonSerializer.Serialize(new DoneMessage("queue.done", time.GetUtcNow(), done), DataJson.Format), cancellation);
        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryLookAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The app stops.
        }
    }

    private async Task TryLookAsync(CancellationToken cancellation)
    {
        try
        {
            if (leader.IsLeading)
            {
                await LookAsync(cancellation);
            }
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            // Being told is a comfort: nothing else may suffer from it.
            log.LogWarning(problem, "The webhook could not be told");
        }
    }

    private string StateOf(string id) => new ExperimentFolder(Path.Combine(laboratory.ExperimentsFolder, id)).ReadStatus()?.State.ToString().ToLowerInvariant() ?? "unknown";
}

/// <summary>What the webhook hears.</summary>
/// <param name="Event"><c>queue.done</c>, or <c>test</c>.</param>
/// <param name="At">When (UTC).</param>
/// <param name="Experiments">What was in the queue.</param>
internal sealed record DoneMessage(string Event, DateTimeOffset At, IReadOnlyList<DoneExperiment> Experiments);

/// <summary>One experiment that is done.</summary>
/// <param name="Id">Experiment.</param>
/// <param name="Name">Its name.</param>
/// <param name="State">How it ended.</param>
internal sealed record DoneExperiment(string Id, string Name, string State);
