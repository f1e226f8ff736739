using System.Collections.Concurrent;
using LotteryLab.Data.Live;
using LotteryLab.Engine.Artifacts;

namespace LotteryLab.Data.Ingest;

/// <summary>
/// Keeps the database in step with the experiment folders of a laboratory, whoever writes them: it reads each journal from where it stopped (the byte
/// position is stored with what was read), also after a crash, and a database that was deleted is built again. One at a time for a laboratory.
/// </summary>
public sealed class JournalFollower(LaboratoryDatabase database, Laboratory laboratory, LiveFeed feed, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Followed> experiments = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> touched = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>Hears of a folder that could not be read; the others are followed all the same.</summary>
    public Action<string, Exception>? OnProblem { get; set; }

    /// <summary>Asks for a look at an experiment at the next pass, for example because its place in the queue changed.</summary>
    public void Touch(string experimentId) => touched.TryAdd(experimentId, 0);

    /// <summary>Looks at one experiment now.</summary>
    public async Task FollowAsync(string experimentId, CancellationToken cancellation)
    {
        Touch(experimentId);
        await PassAsync(isFull: false, cancellation).ConfigureAwait(false);
    }

    /// <summary>Looks at the experiments that have a worker or were touched; a full pass looks at every folder that changed.</summary>
    public async Task PassAsync(bool isFull, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            foreach (var id in touched.Keys)
            {
                Open(Path.Combine(laboratory.ExperimentsFolder, id));
            }

            if (isFull)
            {
                foreach (var folder in laboratory.Experiments())
                {
                    Open(folder);
                }
            }

            foreach (var (id, followed) in experiments)
            {
                var isTouched = touched.TryRemove(id, out _);
                if (isTouched || followed.Ingest.IsActive || (isFull && followed.Stamp != StampOf(followed.Folder)))
                {
                    await PassAsync(followed, cancellation).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task PassAsync(Followed followed, CancellationToken cancellation)
    {
        var stamp = StampOf(followed.Folder);
        try
        {
            await followed.Ingest.PassAsync(cancellation).ConfigureAwait(false);
            followed.Stamp = stamp;
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            // A disk that is full or a folder that vanished must not stop the others; the next pass tries again.
            OnProblem?.Invoke(Path.GetFileName(followed.Folder), problem);
        }
    }

    private void Open(string folder)
    {
        var id = Path.GetFileName(folder);
        if (!experiments.ContainsKey(id) && File.Exists(Path.Combine(folder, "spec.json")))
        {
            experiments.TryAdd(id, new Followed(folder, new ExperimentIngest(database, laboratory, feed, time, folder)));
        }
    }

    // Sizes and times of the small files that every change of an experiment touches.
    private static (long, long, long, long, bool) StampOf(string folder)
    {
        var events = new FileInfo(Path.Combine(folder, "events.jsonl"));
        return (
            events.Exists ? events.Length : -1,
            File.GetLastWriteTimeUtc(Path.Combine(folder, "plan.json")).Ticks,
            File.GetLastWriteTimeUtc(Path.Combine(folder, "status.json")).Ticks,
            File.GetLastWriteTimeUtc(Path.Combine(folder, "control")).Ticks,
            StepLock.IsHeld(Path.Combine(folder, "worker")));
    }

    private sealed class Followed(string folder, ExperimentIngest ingest)
    {
        public string Folder { get; } = folder;

        public ExperimentIngest Ingest { get; } = ingest;

        public (long, long, long, long, bool) Stamp { get; set; }
    }
}
