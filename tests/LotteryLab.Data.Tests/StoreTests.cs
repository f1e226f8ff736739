using LotteryLab.Data.Ingest;
using LotteryLab.Data.Live;
using LotteryLab.Data.Stores;
using LotteryLab.Engine;

namespace LotteryLab.Data.Tests;

public sealed class StoreTests : IDisposable
{
    private readonly FakeRun run = new();
    private readonly LaboratoryDatabase database;

    public StoreTests() => database = new LaboratoryDatabase(run.DatabasePath);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_WithFilters_FindsByWordTagStateAndHidesArchivedOnes()
    {
        await FollowAsync();
        var store = new ExperimentStore(database);
        Assert.Equal(1, (await store.ListAsync(new ExperimentFilter { Text = "fak HAND" }, Cancellation)).Total);
        Assert.Equal(0, (await store.ListAsync(new ExperimentFilter { Text = "100%" }, Cancellation)).Total);
        Assert.Equal(1, (await store.ListAsync(new ExperimentFilter { Tag = "small", Method = "imp", States = [ExperimentState.Draft] }, Cancellation)).Total);
        Assert.Equal(0, (await store.ListAsync(new ExperimentFilter { States = [ExperimentState.Running] }, Cancellation)).Total);
        await new ExperimentEditor(database, TimeProvider.System).ArchiveAsync(FakeRun.Id, isArchived: true, Cancellation);
        Assert.Equal(0, (await store.ListAsync(new ExperimentFilter(), Cancellation)).Total);
        Assert.Equal(1, (await store.ListAsync(new ExperimentFilter { IsArchived = null, Page = 99 }, Cancellation)).Number);
    }

    [Theory]
    [InlineData(ExperimentSort.Created)]
    [InlineData(ExperimentSort.Updated)]
    [InlineData(ExperimentSort.Name)]
    [InlineData(ExperimentSort.State)]
    [InlineData(ExperimentSort.Accuracy)]
    public async Task List_InEveryOrder_IsAQuery(ExperimentSort sort)
    {
        await FollowAsync();
        Assert.Single((await new ExperimentStore(database).ListAsync(new ExperimentFilter { Sort = sort }, Cancellation)).Items);
    }

    [Fact]
    public async Task Edit_SurvivesTheNextLookAtTheFolder()
    {
        await FollowAsync();
        var editor = new ExperimentEditor(database, TimeProvider.System);
        await editor.RenameAsync(FakeRun.Id, "Mine", Cancellation);
        await editor.TagAsync(FakeRun.Id, ["a", "a", " "], Cancellation);
        run.RunRound(0);
        await FollowAsync();
        var summary = (await new ExperimentStore(database).FindAsync(FakeRun.Id, Cancellation))!.Summary;
        Assert.Equal("Mine", summary.Name);
        Assert.Equal(["a"], summary.Tags);
    }

    [Fact]
    public async Task Queue_AfterMoves_KeepsTheOrderAsked()
    {
        var queue = new QueueStore(database, TimeProvider.System);
        foreach (var id in new[] { "a", "b", "c" })
        {
            Assert.True(await queue.AddAsync(id, isFirst: false, Cancellation));
        }

        Assert.False(await queue.AddAsync("a", isFirst: true, Cancellation));
        Assert.True(await queue.MoveAsync("c", 1, Cancellation));
        await queue.ChangeAsync("a", QueuePhase.Running, "cpu", 0, "", delay: null, Cancellation);
        var items = await queue.ListAsync(Cancellation);
        Assert.Equal([("a", 0), ("c", 1), ("b", 2)], items.Select(item => (item.ExperimentId, item.Position)));
        Assert.Equal(["c", "b"], await queue.ReadyAsync(Cancellation));
    }

    [Fact]
    public async Task Share_ByToken_IsFoundAndItsTokenIsNotStored()
    {
        var shares = new ShareStore(database, TimeProvider.System);
        var token = Secrets.NewToken();
        await shares.AddAsync(Share("s1"), token, Cancellation);
        Assert.Equal("s1", (await shares.FindByTokenAsync(token, Cancellation))!.Id);
        Assert.Null(await shares.FindByTokenAsync(token + "x", Cancellation));
        Assert.True(await shares.RevokeAsync("s1", owner: null, Cancellation));
        Assert.NotNull((await shares.FindByTokenAsync(token, Cancellation))!.Revoked);
        await using var file = new FileStream(run.DatabasePath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file, System.Text.Encoding.Latin1);
        Assert.DoesNotContain(token, await reader.ReadToEndAsync(Cancellation));
    }

    [Fact]
    public async Task User_LastAdministrator_CannotBeLocked()
    {
        var users = new UserStore(database, TimeProvider.System);
        var admin = await users.AddAsync("ada", "hash", UserRole.Admin, isFirst: true, Cancellation);
        Assert.Equal("user.last-admin", (await Assert.ThrowsAsync<LotteryLabException>(() => users.ChangeAsync(admin.Id, null, isDisabled: true, null, Cancellation))).Code);
        Assert.Equal("setup.done", (await Assert.ThrowsAsync<LotteryLabException>(() => users.AddAsync("eve", "hash", UserRole.Admin, isFirst: true, Cancellation))).Code);
        Assert.Equal("user.exists", (await Assert.ThrowsAsync<LotteryLabException>(() => users.AddAsync("ADA", "hash", UserRole.Viewer, isFirst: false, Cancellation))).Code);
    }

    [Fact]
    public void Token_Always_HasMoreThan128Bits() => Assert.Equal(43, Secrets.NewToken().Length);

    [Fact]
    public void Packing_OfAnyPoint_GivesItBack()
    {
        SeriesPoint[] points = [new(0, 0.1, null, 1, 0.5, null, 1), new(long.MaxValue, double.Epsilon, -0.0, 1e300, null, 3, 0)];
        Assert.Equal(points, SeriesPacking.Unpack(SeriesPacking.Pack(points)));
    }

    public void Dispose()
    {
        database.Dispose();
        run.Dispose();
    }

    private Task FollowAsync() => new JournalFollower(database, run.Laboratory, new LiveFeed(), TimeProvider.System).PassAsync(isFull: true, Cancellation);

    private static ShareRecord Share(string id) => new()
    {
        Id = id,
        Kind = ShareKind.Experiment,
        Targets = [FakeRun.Id],
        Label = "",
        IsAnonymous = false,
        AllowsDownload = false,
        AllowsEmbedding = false,
        Snapshot = null,
        Owner = "",
        Created = DateTimeOffset.UtcNow,
        Expires = null,
        Revoked = null,
        LastUsed = null,
        Uses = 0,
    };
}
