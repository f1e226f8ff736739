using System.Collections.Concurrent;

namespace LotteryLab.Data.Live;

/// <summary>
/// What one listener has still to hear. It never grows without bound: of progress only the newest is kept, points of one training are joined, and
/// when a listener falls far behind its points are dropped and it is told to load the curves again. Rounds, masks and states are never dropped.
/// </summary>
public sealed class LiveSubscription : IDisposable
{
    /// <summary>Points that may wait; a listener that is further behind loads the curves again.</summary>
    public const int MostWaitingPoints = 20_000;

    private readonly Action<LiveSubscription> remove;
    private readonly ConcurrentDictionary<string, byte> followed = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly LinkedList<LiveMessage> waiting = new();
    private readonly Dictionary<string, LinkedListNode<LiveMessage>> joinable = new(StringComparer.Ordinal);
    private readonly HashSet<string> behind = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim signal = new(0, 1);
    private int waitingPoints;

    internal LiveSubscription(Action<LiveSubscription> remove) => this.remove = remove;

    /// <summary>Experiments that are listened to.</summary>
    public IEnumerable<string> Followed => followed.Keys;

    /// <summary>Points and other messages that wait for the listener at the moment.</summary>
    public (int Points, int Messages) Waiting
    {
        get
        {
            lock (gate)
            {
                return (waitingPoints, waiting.Count);
            }
        }
    }

    /// <summary>Listens to an experiment.</summary>
    public void Follow(string experimentId) => followed.TryAdd(experimentId, 0);

    /// <summary>Stops listening to an experiment.</summary>
    public void Unfollow(string experimentId) => followed.TryRemove(experimentId, out _);

    /// <summary>Waits for messages and takes all that wait, in order of their sequence numbers.</summary>
    public async Task<LiveBatch> TakeAsync(CancellationToken cancellation)
    {
        await signal.WaitAsync(cancellation).ConfigureAwait(false);
        lock (gate)
        {
            var batch = new LiveBatch([.. waiting], [.. behind]);
            waiting.Clear();
            joinable.Clear();
            behind.Clear();
            waitingPoints = 0;
            return batch;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => remove(this);

    internal void Offer(LiveMessage message)
    {
        if (!followed.ContainsKey(message.ExperimentId))
        {
            return;
        }

        lock (gate)
        {
            Add(message);
            if (signal.CurrentCount == 0)
            {
                signal.Release();
            }
        }
    }

    private void Add(LiveMessage message)
    {
        switch (message)
        {
            case StatusMessage:
                Replace("status " + message.ExperimentId, message);
                break;
            case PointsMessage points:
                AddPoints(points);
                break;
            default:
                waiting.AddLast(message);
                break;
        }
    }

    private void AddPoints(PointsMessage points)
    {
        if (behind.Contains(points.ExperimentId))
        {
            return;
        }

        waitingPoints += points.Points.Count;
        if (waitingPoints > MostWaitingPoints)
        {
            DropPoints();
            behind.Add(points.ExperimentId);
            return;
        }

        var key = $"{points.ExperimentId} {points.Training}";
        if (joinable.TryGetValue(key, out var node) && node.Value is PointsMessage before && points.From >= before.From && points.From <= before.From + before.Points.Count)
        {
            points = points with { From = before.From, Points = [.. before.Points.Take(points.From - before.From), .. points.Points] };
        }

        // Otherwise what waited is measured again from an earlier point on, and the new points alone say it.
        Replace(key, points);
    }

    // At the end, not in its old place: a client remembers the last number it saw, and must not miss what lies between.
    private void Replace(string key, LiveMessage message)
    {
        if (joinable.Remove(key, out var node))
        {
            waiting.Remove(node);
        }

        joinable[key] = waiting.AddLast(message);
    }

    private void DropPoints()
    {
        foreach (var (key, node) in joinable.Where(pair => pair.Value.Value is PointsMessage).ToList())
        {
            behind.Add(node.Value.ExperimentId);
            waiting.Remove(node);
            joinable.Remove(key);
        }

        waitingPoints = 0;
    }
}

/// <summary>Messages for one listener.</summary>
/// <param name="Messages">In order of their sequence numbers.</param>
/// <param name="Behind">Experiments of which points were dropped: load their curves again.</param>
public sealed record LiveBatch(IReadOnlyList<LiveMessage> Messages, IReadOnlyList<string> Behind);
