using LotteryLab.Data.Ingest;
using LotteryLab.Data.Live;
using LotteryLab.Data.Stores;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Experiments;

namespace LotteryLab.Data.Tests;

public sealed class JournalFollowerTests : IDisposable
{
    private readonly FakeRun run = new();
    private LaboratoryDatabase database;
    private LiveFeed feed = new();
    private JournalFollower follower;

    public JournalFollowerTests()
    {
        database = new LaboratoryDatabase(run.DatabasePath);
        follower = NewFollower();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ExperimentStore Store => new(database);

    [Fact]
    public async Task Follow_FinishedRun_StoresRoundsCurvesMasksAndTickets()
    {
        for (var round = 0; round < 3; round++)
        {
            run.RunRound(round);
        }

        run.WriteStatus(RunState.Succeeded);
        await follower.PassAsync(isFull: true, Cancellation);

        var detail = (await Store.FindAsync(FakeRun.Id, Cancellation))!;
        Assert.Equal(("Fake", ExperimentState.Succeeded, 3, 3), (detail.Summary.Name, detail.Summary.State, detail.Summary.PlannedRounds, detail.Summary.FinishedRounds));
        Assert.Equal(["small"], detail.Summary.Tags);
        Assert.Equal(0.92, detail.Summary.BestAccuracy);
        Assert.Equal(new ReplicateProgress(0, 3, 3), Assert.Single(detail.Replicates));
        var rounds = await Store.RoundsAsync(FakeRun.Id, Cancellation);
        Assert.Equal([16L, 12L, 8L], rounds.Select(round => round.Kept!.Value));
        Assert.Equal(new TensorCount("fc.weight", 16, 8), Assert.Single(rounds[2].Layers));
        Assert.Equal((0.96, 0.25, 0.88), (rounds[1].FinalTrainAccuracy, rounds[1].ComputedShare, rounds[1].Accuracy));
        var series = (await Store.SeriesAsync(rounds[0].Ticket, Cancellation))!;
        Assert.True(series.IsFinished);
        Assert.Equal([0L, 10, 20, 30, 40], series.Points.Select(point => point.Iteration));
        Assert.Null(series.Points[0].TrainLoss);
        Assert.Equal(rounds[2].Ticket, (await Store.TicketAsync(rounds[2].Ticket[..12], Cancellation))!.Id);
    }

    [Fact]
    public async Task Follow_AWholeEvent_StoresItAsItIsAndReadsNoArtifact()
    {
        run.RunRound(1);
        Directory.Delete(run.Laboratory.Store.FolderOf(new StepKey(FakeRun.Key("train", 1))), recursive: true);
        await follower.PassAsync(isFull: true, Cancellation);
        using var context = database.Read();
        var row = context.Rounds.Single(row => row.IsFinished);
        Assert.Equal(FakeRun.Result(1).ToJson().ToJsonString(), row.Result);
        Assert.Equal(FakeRun.Result(1) with { Tensors = null }, row.ReadResult()! with { Tensors = null });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Follow_AnEventFromBeforeWholeResults_ReadsTheArtifactOrLeavesUnknownWhatItHeld(bool isArtifactThere)
    {
        run.Begin(1);
        run.FinishAsBefore(1, computed: 0.3);
        if (!isArtifactThere)
        {
            Directory.Delete(run.Laboratory.Store.FolderOf(new StepKey(FakeRun.Key("train", 1))), recursive: true);
        }

        await follower.PassAsync(isFull: true, Cancellation);
        var round = (await Store.RoundsAsync(FakeRun.Id, Cancellation))[1];
        Assert.Equal((0.91, 0.88), (round.FinalTestAccuracy, round.Accuracy));
        Assert.Equal(isArtifactThere ? (0.95, 0.3) : (null, null), (round.FinalTrainAccuracy, round.ComputedShare));
        Assert.Equal(12, Assert.Single(round.Layers).Kept);
    }

    [Fact]
    public async Task Follow_InPortionsWithRestarts_GivesWhatOneLookGives()
    {
        await follower.PassAsync(isFull: true, Cancellation);
        run.WriteStatus(RunState.Running);
        run.Begin(0);
        run.Train(0, 0, 2);
        await RestartAsync();
        run.TearJournal(0);
        await RestartAsync();

        // The next writer cuts the torn line off and repeats a point that it had not written to the end.
        run.Train(0, 1, 5);
        run.Finish(0);
        await RestartAsync();
        run.RunRound(1);
        await RestartAsync();
        run.RunRound(2);
        await RestartAsync();
        var portions = await SnapshotAsync();
        database.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        File.Delete(run.DatabasePath);
        database = new LaboratoryDatabase(run.DatabasePath);
        await RestartAsync();
        Assert.Equal(portions, await SnapshotAsync());
    }

    [Fact]
    public async Task Follow_TheSameTwice_ChangesNothing()
    {
        run.RunRound(0);
        await follower.PassAsync(isFull: true, Cancellation);
        var sequence = (await Store.FindAsync(FakeRun.Id, Cancellation))!.Sequence;
        await RestartAsync();
        await follower.FollowAsync(FakeRun.Id, Cancellation);
        Assert.Equal(sequence, (await Store.FindAsync(FakeRun.Id, Cancellation))!.Sequence);
    }

    [Fact]
    public async Task Follow_ATrainingThatStartedAgain_ReplacesThePointsItMeasuresAgain()
    {
        run.Begin(0);
        run.Train(0, 0, 4);
        await follower.PassAsync(isFull: true, Cancellation);
        run.Train(0, 0, 2);
        await follower.FollowAsync(FakeRun.Id, Cancellation);
        var series = await Store.SeriesAsync(FakeRun.Key("train", 0), Cancellation);
        Assert.Equal([0L, 10], series!.Points.Select(point => point.Iteration));
    }

    [Fact]
    public async Task Publish_AfterTheFirstLook_TellsOfMaskPointsAndRoundInOrderOfSequence()
    {
        await follower.PassAsync(isFull: true, Cancellation);
        using var listener = feed.Subscribe();
        listener.Follow(FakeRun.Id);
        run.RunRound(1);
        await follower.PassAsync(isFull: true, Cancellation);
        run.Begin(2);
        run.Train(2, 0, 3);
        await follower.PassAsync(isFull: true, Cancellation);
        var batch = await listener.TakeAsync(Cancellation);
        var kept = batch.Messages.Where(message => message.Sequence > 0).ToList();
        Assert.Equal(kept.Select(message => message.Sequence).Order(), kept.Select(message => message.Sequence));
        Assert.Equal(12, Assert.Single(kept.OfType<MaskReadyMessage>(), mask => mask.Round == 1).Layers[0].Kept);
        Assert.Equal(1, Assert.Single(kept.OfType<RoundMessage>()).Round.Round);
        var texts = await Store.EventsAfterAsync(FakeRun.Id, kept[0].Sequence - 1, Cancellation);
        Assert.Equal(kept.Count, texts!.Count);
    }

    [Fact]
    public async Task EventsAfter_ANumberFromAnotherDatabase_SaysThatTheyAreGone()
    {
        await follower.PassAsync(isFull: true, Cancellation);
        Assert.Null(await Store.EventsAfterAsync(FakeRun.Id, 1_000, Cancellation));
    }

    [Fact]
    public async Task State_OfARunWhoseWorkerIsGone_IsInterrupted()
    {
        run.WriteStatus(RunState.Running);
        await follower.PassAsync(isFull: true, Cancellation);
        Assert.Equal(ExperimentState.Interrupted, (await Store.FindAsync(FakeRun.Id, Cancellation))!.Summary.State);
    }

    [Fact]
    public async Task State_OfAPausedRunWhoseWorkerStillHasIt_IsPausingUntilItLetsGo()
    {
        run.Folder.Control.Write(RunRequest.Pause);
        using (Assert.IsType<StepLock>(run.Folder.TryTakeWorkerLock()))
        {
            run.WriteStatus(RunState.Paused);
            await follower.PassAsync(isFull: true, Cancellation);
            Assert.Equal(ExperimentState.Pausing, (await Store.FindAsync(FakeRun.Id, Cancellation))!.Summary.State);
        }

        // No folder is looked through for it: the experiment is followed until its worker has gone.
        await follower.PassAsync(isFull: false, Cancellation);
        Assert.Equal(ExperimentState.Paused, (await Store.FindAsync(FakeRun.Id, Cancellation))!.Summary.State);
    }

    public void Dispose()
    {
        database.Dispose();
        run.Dispose();
    }

    private JournalFollower NewFollower() => new(database, run.Laboratory, feed, TimeProvider.System)
    {
        OnProblem = (experiment, problem) => throw new InvalidOperationException(experiment, problem),
    };

    private async Task RestartAsync()
    {
        feed = new LiveFeed();
        follower = NewFollower();
        await follower.PassAsync(isFull: true, Cancellation);
    }

    private async Task<string> SnapshotAsync()
    {
        var rounds = await Store.RoundsAsync(FakeRun.Id, Cancellation);
        var series = await Store.SeriesAsync(FakeRun.Id, null, null, null, 100, Cancellation);
        return System.Text.Json.JsonSerializer.Serialize(new { rounds, series }, DataJson.Format);
    }
}
