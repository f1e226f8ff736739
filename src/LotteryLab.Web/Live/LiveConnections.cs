using System.Collections.Concurrent;
using LotteryLab.Data.Live;

namespace LotteryLab.Web.Live;

/// <summary>One pump for each connection: it sends what waits, waits until the client has taken it, and sends what was joined meanwhile.</summary>
internal sealed class LiveConnections(LiveFeed feed, ILogger<LiveConnections> log)
{
    private readonly ConcurrentDictionary<string, LiveConnection> connections = new(StringComparer.Ordinal);

    /// <summary>Connections that follow something.</summary>
    public int Count => connections.Count;

    /// <summary>Points that wait for the client that is furthest behind.</summary>
    public int MostWaitingPoints => connections.Values.Select(connection => connection.WaitingPoints).DefaultIfEmpty(0).Max();

    public LiveConnection? Find(string connectionId) => connections.GetValueOrDefault(connectionId);

    public LiveConnection Open(string connectionId, ILiveClient client, CancellationToken aborted)
    {
        var fresh = new Lazy<LiveConnection>(() => new LiveConnection(feed.Subscribe(), client, log));
        var connection = connections.GetOrAdd(connectionId, _ => fresh.Value);
        if (fresh.IsValueCreated && !ReferenceEquals(fresh.Value, connection))
        {
            // Two calls of one client at once: the second pump is not needed.
            fresh.Value.Dispose();
        }

        connection.Start(aborted);
        return connection;
    }

    public void Close(string connectionId)
    {
        if (connections.TryRemove(connectionId, out var connection))
        {
            connection.Dispose();
        }
    }
}

/// <summary>What one connection follows, and its pump.</summary>
internal sealed class LiveConnection(LiveSubscription subscription, ILiveClient client, ILogger log) : IDisposable
{
    // Ten sends a second join enough points to keep a viewer below 20 kB/s, and delay a message by 50 ms on average.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<string, byte> followed = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stop = new();
    private int isStarted;

    public int WaitingPoints => subscription.Waiting.Points;

    public bool TryFollow(string experimentId, int most)
    {
        if (!followed.ContainsKey(experimentId) && followed.Count >= most)
        {
            return false;
        }

        followed.TryAdd(experimentId, 0);
        subscription.Follow(experimentId);
        return true;
    }

    public void Unfollow(string experimentId)
    {
        followed.TryRemove(experimentId, out _);
        subscription.Unfollow(experimentId);
    }

    public void Start(CancellationToken aborted)
    {
        if (Interlocked.Exchange(ref isStarted, 1) == 0)
        {
            _ = PumpAsync(aborted);
        }
    }

    public void Dispose()
    {
        stop.Cancel();
        subscription.Dispose();
    }

    private async Task PumpAsync(CancellationToken aborted)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(aborted, stop.Token);
        try
        {
            while (true)
            {
                var batch = await subscription.TakeAsync(both.Token);
                foreach (var message in batch.Messages)
                {
                    await SendAsync(message);
                }

                foreach (var experiment in batch.Behind)
                {
                    await client.Behind(experiment);
                }

                await Task.Delay(Rest, both.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The client has gone.
        }
        catch (Exception problem)
        {
            // A connection that breaks while something is sent; the client reconnects and asks for what it missed.
            log.LogDebug(problem, "A live connection ended while it was written to");
        }
    }

    private Task SendAsync(LiveMessage message) => message switch
    {
        StatusMessage status => client.Status(status),
        StateMessage state => client.State(state),
        PointsMessage points => client.Points(points),
        RoundMessage round => client.Round(round),
        MaskReadyMessage mask => client.MaskReady(mask),
        _ => Task.CompletedTask,
    };
}
