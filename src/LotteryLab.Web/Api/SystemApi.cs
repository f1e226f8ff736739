using LotteryLab.Data.Live;
using LotteryLab.Data.Stores;
using LotteryLab.Engine;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Web.Live;
using LotteryLab.Web.Scheduling;
using LotteryLab.Web.Security;

namespace LotteryLab.Web.Api;

/// <summary><c>/api/system</c>: the state of the server.</summary>
internal static class SystemApi
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/system", ReadAsync).WithTags("system").WithSummary("Worker, devices, disk, queue, live connections").RequireAuthorization(Access.View);

    /// <summary>The state of the server, for the system page too.</summary>
    public static async Task<SystemView> ReadAsync(WorkerProgram program, Laboratory laboratory, LaboratoryLeader leader, QueueStore queue, QueueSwitch paused, ExperimentStore experiments, LiveFeed feed, LiveConnections connections, CancellationToken cancellation)
    {
        WorkerFacts? facts = null;
        var problem = "";
        try
        {
            facts = await program.FactsAsync(cancellation);
            problem = facts.Obstacle?.Message ?? "";
        }
        catch (LotteryLabException missing)
        {
            // The page says it; the rest of the server works.
            problem = missing.Message;
        }

        Directory.CreateDirectory(laboratory.Root);
        var drive = new DriveInfo(laboratory.Root);
        return new SystemView(
            typeof(SystemApi).Assembly.GetName().Version?.ToString(3) ?? "",
            leader.IsLeading,
            facts?.LibTorchVersion ?? "",
            facts?.Devices ?? [],
            facts?.Findings ?? [],
            problem,
            drive.AvailableFreeSpace,
            drive.TotalSize,
            await paused.IsPausedAsync(cancellation),
            await queue.ListAsync(cancellation),
            await experiments.CountsAsync(cancellation),
            feed.Listeners,
            connections.Count);
    }
}

/// <summary>The state of the server.</summary>
/// <param name="Version">Version of the program.</param>
/// <param name="IsLeading">Whether this process runs the queue; another one does when false.</param>
/// <param name="LibTorchVersion">Version of LibTorch; empty when the worker cannot load it.</param>
/// <param name="Devices">Devices that train.</param>
/// <param name="Findings">What the worker found on this machine.</param>
/// <param name="Problem">Why the worker cannot be used; empty when it can.</param>
/// <param name="DiskBytesFree">Free space on the laboratory's disk.</param>
/// <param name="DiskBytes">Size of that disk.</param>
/// <param name="IsQueuePaused">Whether no new workers are started.</param>
/// <param name="Queue">Who has a worker and who waits.</param>
/// <param name="Experiments">Experiments in each state.</param>
/// <param name="LiveListeners">Listeners to the live feed.</param>
/// <param name="LiveConnections">Hub connections that follow something.</param>
internal sealed record SystemView(
    string Version,
    bool IsLeading,
    string LibTorchVersion,
    IReadOnlyList<string> Devices,
    IReadOnlyList<WorkerFinding> Findings,
    string Problem,
    long DiskBytesFree,
    long DiskBytes,
    bool IsQueuePaused,
    IReadOnlyList<QueueItem> Queue,
    IReadOnlyDictionary<ExperimentState, int> Experiments,
    int LiveListeners,
    int LiveConnections);
