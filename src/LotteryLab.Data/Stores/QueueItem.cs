namespace LotteryLab.Data.Stores;

/// <summary>An experiment that waits for a worker or has one.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Name">Its name.</param>
/// <param name="Position">1-based place among those that wait; 0 for one that has a worker.</param>
/// <param name="Phase">Waiting, starting or running.</param>
/// <param name="Device">Device of its worker; empty while it waits.</param>
/// <param name="Attempts">Workers that died since it was launched.</param>
/// <param name="Reason">Why it waits, in a sentence.</param>
/// <param name="Enqueued">When it was launched (UTC).</param>
public sealed record QueueItem(string ExperimentId, string Name, int Position, QueuePhase Phase, string Device, int Attempts, string Reason, DateTimeOffset Enqueued);

/// <summary>How far an entry of the queue is.</summary>
public enum QueuePhase
{
    /// <summary>Waits for a free worker.</summary>
    Waiting,

    /// <summary>A worker was started and has not taken the experiment yet.</summary>
    Starting,

    /// <summary>A worker has it.</summary>
    Running,
}
