using System.Collections.Concurrent;

namespace LotteryLab.Data.Live;

/// <summary>Passes what the follower noticed on to whoever listens in this process. Publishing never waits for a listener.</summary>
public sealed class LiveFeed
{
    private readonly ConcurrentDictionary<LiveSubscription, byte> subscriptions = new();
    private readonly ConcurrentDictionary<string, StatusMessage> statuses = new(StringComparer.Ordinal);

    /// <summary>Listeners at the moment.</summary>
    public int Listeners => subscriptions.Count;

    /// <summary>Starts to listen; call <see cref="LiveSubscription.Follow"/> for each experiment, and dispose it to stop.</summary>
    public LiveSubscription Subscribe()
    {
        var subscription = new LiveSubscription(Remove);
        subscriptions.TryAdd(subscription, 0);
        return subscription;
    }

    /// <summary>Experiments that somebody listens to.</summary>
    public IReadOnlyCollection<string> Followed() => subscriptions.Keys.SelectMany(subscription => subscription.Followed).ToHashSet(StringComparer.Ordinal);

    /// <summary>Newest progress of an experiment, or null when none was published since the start.</summary>
    public StatusMessage? StatusOf(string experimentId) => statuses.GetValueOrDefault(experimentId);

    /// <summary>Gives a message to every listener of its experiment.</summary>
    public void Publish(LiveMessage message)
    {
        if (message is StatusMessage status)
        {
            statuses[message.ExperimentId] = status;
        }

        foreach (var subscription in subscriptions.Keys)
        {
            subscription.Offer(message);
        }
    }

    private void Remove(LiveSubscription subscription) => subscriptions.TryRemove(subscription, out _);
}
