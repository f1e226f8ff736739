using LotteryLab.Data;
using LotteryLab.Data.Stores;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Experiments;
using LotteryLab.Web.Scheduling;

namespace LotteryLab.Web.Tests;

/// <summary>A worker has just ended; what was asked of it meanwhile was acknowledged, so it must happen.</summary>
public sealed class WorkerSupervisorTests : IDisposable
{
    private const string Id = "00000000000000aa";
    private const int StoppedByRequest = 4;
    private const int StepsFailed = 3;
    private readonly string home = Directory.CreateTempSubdirectory("lotterylab-supervisor-").FullName;
    private readonly LaboratoryDatabase database;
    private readonly QueueStore queue;
    private readonly ExperimentFolder folder;
    private readonly WorkerSupervisor supervisor;

    public WorkerSupervisorTests()
    {
        var laboratory = new Laboratory(home);
        database = new LaboratoryDatabase(Path.Combine(home, LaboratoryDatabase.FileName));
        queue = new QueueStore(database, TimeProvider.System);
        folder = new ExperimentFolder(Path.Combine(laboratory.ExperimentsFolder, Id));
        supervisor = new WorkerSupervisor(queue, new WorkerSettings { MaximumAttempts = 2 }, laboratory, TimeProvider.System);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        database.Dispose();
        LaboratoryRemains.Delete(home);
    }

    [Theory]
    [InlineData(RunState.Paused)]
    [InlineData(RunState.Running)]
    public async Task Cancel_ThatCameWhileTheWorkerPausedOrDied_IsACancel(RunState last)
    {
        var item = await EndAsync(last, RunRequest.Cancel, last == RunState.Paused ? StoppedByRequest : null);
        Assert.True(await supervisor.LookAfterAsync(item, Cancellation));
        Assert.Equal(RunState.Cancelled, folder.ReadStatus()!.State);
        Assert.Empty(await queue.ListAsync(Cancellation));
    }

    [Fact]
    public async Task Resume_BeforeTheQueueLooked_WaitsAgainAndIsNoDeath()
    {
        var item = await EndAsync(RunState.Paused, RunRequest.Run, StoppedByRequest);
        Assert.True(await supervisor.LookAfterAsync(item, Cancellation));
        var waiting = Assert.Single(await queue.ListAsync(Cancellation));
        Assert.Equal((QueuePhase.Waiting, 0, ""), (waiting.Phase, waiting.Attempts, waiting.Reason));
        Assert.Equal([Id], await queue.ReadyAsync(Cancellation));
    }

    [Fact]
    public async Task Retry_WhileTheQueueLooks_StaysInTheQueue()
    {
        var item = await EndAsync(RunState.Failed, RunRequest.Run, StepsFailed);
        await queue.ChangeAsync(Id, QueuePhase.Waiting, device: "", attempts: 0, reason: "", TimeSpan.Zero, Cancellation);
        Assert.False(await supervisor.LookAfterAsync(item, Cancellation));
        Assert.Equal([Id], await queue.ReadyAsync(Cancellation));
    }

    private async Task<QueueItem> EndAsync(RunState state, RunRequest request, int? code)
    {
        Directory.CreateDirectory(folder.Path);
        folder.WriteStatus(new RunStatus { State = state, Steps = 3, Finished = 1, Failed = 0, Progress = 0.3, RemainingSeconds = null, IterationsPerSecond = 0, ElapsedSeconds = 1, At = DateTimeOffset.UnixEpoch });
        folder.Control.Write(request);
        if (code is { } number)
        {
            await File.WriteAllTextAsync(Path.Combine(folder.Path, "worker.exit"), $"{number}\n", Cancellation);
        }

        await queue.AddAsync(Id, isFirst: false, Cancellation);
        await queue.ChangeAsync(Id, QueuePhase.Running, device: "cpu", attempts: 0, reason: "", delay: null, Cancellation);
        return Assert.Single(await queue.ListAsync(Cancellation));
    }
}
