using LotteryLab.Engine;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Experiments;

namespace LotteryLab.Web.Administration;

/// <summary>Says how much of the disk each experiment holds, and what a collection of unreachable results would free.</summary>
internal sealed class StorageReader(Laboratory laboratory, TimeProvider time)
{
    /// <summary>Looks at every experiment's plan and at the store; takes a moment with thousands of experiments.</summary>
    public Task<StorageView> ReadAsync(CancellationToken cancellation) => Task.Run(() => Read(cancellation), cancellation);

    /// <summary>Deletes what no experiment reaches, or only counts it.</summary>
    /// <exception cref="LotteryLabException">A worker is running, or an experiment cannot be read: nothing is deleted then.</exception>
    public Task<GarbageReport> CollectAsync(bool isDryRun, CancellationToken cancellation) =>
        Task.Run(() => GarbageCollector.Collect(laboratory, isDryRun, time.GetUtcNow().UtcDateTime), cancellation);

    private StorageView Read(CancellationToken cancellation)
    {
        var plans = new List<(string Id, string Name, IReadOnlyList<string> Keys)>();
        var unreadable = new List<string>();
        foreach (var path in laboratory.Experiments())
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                var plan = new ExperimentFolder(path).ReadPlan();
                plans.Add((Path.GetFileName(path), plan.Name, [.. plan.Steps.Select(step => step.Key).Distinct()]));
            }
            catch (LotteryLabException)
            {
                // Not planned yet, or damaged: it is named, and a collection refuses to run beside a damaged one.
                unreadable.Add(Path.GetFileName(path));
            }
        }

        var users = plans.SelectMany(plan => plan.Keys).GroupBy(key => key).ToDictionary(group => group.Key, group => group.Count());
        var sizes = laboratory.Store.Keys().ToDictionary(key => key.Hex, key => laboratory.Store.Find(key)?.Bytes ?? 0);
        long Sum(IEnumerable<string> keys) => keys.Sum(key => sizes.GetValueOrDefault(key));
        var experiments = plans.Select(plan => new ExperimentStorage(plan.Id, plan.Name, Sum(plan.Keys.Where(key => users[key] == 1)), Sum(plan.Keys.Where(key => users[key] > 1))));
        var unreachable = sizes.Where(pair => !users.ContainsKey(pair.Key)).ToList();
        return new StorageView([.. experiments.OrderByDescending(one => one.OwnBytes)], sizes.Values.Sum(), unreachable.Count, unreachable.Sum(pair => pair.Value), unreadable);
    }
}

/// <summary>What the store holds.</summary>
/// <param name="Experiments">Experiments, the one that would free most when it is deleted first.</param>
/// <param name="Bytes">Bytes of all results.</param>
/// <param name="UnreachableResults">Results that no experiment reaches.</param>
/// <param name="UnreachableBytes">Their bytes: what a collection frees.</param>
/// <param name="Unreadable">Experiments whose plan is not there yet or cannot be read.</param>
public sealed record StorageView(IReadOnlyList<ExperimentStorage> Experiments, long Bytes, int UnreachableResults, long UnreachableBytes, IReadOnlyList<string> Unreadable);

/// <summary>What one experiment holds.</summary>
/// <param name="Id">Experiment.</param>
/// <param name="Name">Its name.</param>
/// <param name="OwnBytes">Bytes that nobody else uses.</param>
/// <param name="SharedBytes">Bytes that other experiments use too.</param>
public sealed record ExperimentStorage(string Id, string Name, long OwnBytes, long SharedBytes);
