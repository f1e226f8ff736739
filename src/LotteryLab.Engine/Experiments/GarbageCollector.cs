using LotteryLab.Engine.Artifacts;

namespace LotteryLab.Engine.Experiments;

/// <summary>Removes artifacts that no experiment reaches. Experiments are what keeps artifacts alive: delete its folder first to be rid of one.</summary>
public static class GarbageCollector
{
    /// <summary>Finds (and deletes, unless <paramref name="isDryRun"/>) unreachable artifacts, their journals and scratch folders.</summary>
    /// <exception cref="LotteryLabException">An experiment cannot be read, or is running: nothing is deleted then.</exception>
    public static GarbageReport Collect(Laboratory laboratory, bool isDryRun, DateTime utcNow)
    {
        using var alone = isDryRun
            ? null
            : laboratory.TryEnterCollection() ?? throw new LotteryLabException("gc.busy", "A worker is running in this laboratory.", "Collect when no worker runs, or pause it first.");
        var reachable = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in laboratory.Experiments())
        {
            // An unreadable plan might reach anything, so it stops the collection instead of being skipped.
            reachable.UnionWith(new ExperimentFolder(path).ReadPlan().Steps.Select(step => step.Key));
        }

        var count = 0;
        var bytes = 0L;
        foreach (var key in laboratory.Store.Keys().Where(key => !reachable.Contains(key.Hex)).ToList())
        {
            count++;
            bytes += isDryRun ? laboratory.Store.Find(key)?.Bytes ?? 0 : laboratory.Store.Delete(key);
            if (!isDryRun)
            {
                DeleteJournal(laboratory.JournalOf(key));
            }
        }

        if (!isDryRun)
        {
            bytes += laboratory.Store.DeleteLeftovers(utcNow);
            DeleteScratch(laboratory, reachable);
        }

        return new GarbageReport(count, bytes);
    }

    private static void DeleteJournal(string path)
    {
        // Results that came from elsewhere have no journal, and its folder may be missing, which File.Delete does not forgive.
        if (File.Exists(path))
        {
            File.Delete(path);
        }
    }

    private static void DeleteScratch(Laboratory laboratory, HashSet<string> reachable)
    {
        var scratch = new DirectoryInfo(Path.Combine(laboratory.Root, "scratch"));
        foreach (var folder in scratch.Exists ? scratch.EnumerateDirectories() : [])
        {
            var isDone = laboratory.Store.Contains(new StepKey(folder.Name));
            if ((isDone || !reachable.Contains(folder.Name)) && !StepLock.IsHeld(folder.FullName))
            {
                folder.Delete(recursive: true);
            }
        }
    }
}

/// <summary>What a collection removed, or would remove.</summary>
/// <param name="Artifacts">Number of artifacts.</param>
/// <param name="Bytes">Bytes on disk.</param>
public sealed record GarbageReport(int Artifacts, long Bytes);
