using LotteryLab.Data.Ingest;
using LotteryLab.Data.Live;
using LotteryLab.Data.Migrations;
using LotteryLab.Data.Stores;
using LotteryLab.Engine;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace LotteryLab.Data.Tests;

public sealed class MigratorTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lotterylab-db-").FullName;

    private string PathOfFile => Path.Combine(folder, "lab.db");

    [Fact]
    public void Migrations_Always_AreNumberedWithoutGaps() =>
        Assert.Equal(Enumerable.Range(1, Migrator.All.Count), Migrator.All.Select(migration => migration.Version));

    [Fact]
    public void Run_OnAnOlderFile_KeepsItsRowsAndAddsTheRest()
    {
        using var database = new LaboratoryDatabase(PathOfFile);
        Migrator.Run(database.ConnectionString, [Migrator.All[0]]);
        Execute(database, "INSERT INTO masks VALUES ('k', 4, 2, '[]')");
        database.Prepare();
        using var context = database.Read();
        Assert.Equal(2, context.Masks.Single().Kept);
        Assert.Empty(context.Users);
    }

    [Fact]
    public void Run_OnAFileFromBeforeWholeResults_KeepsEveryNumberAndInventsNone()
    {
        using var database = new LaboratoryDatabase(PathOfFile);
        Migrator.Run(database.ConnectionString, [.. Migrator.All.Take(6)]);
        double[] accuracies = [0.1, 0.9771, 1.0 / 3, 0.98059999999999992, 1, 0];
        foreach (var (accuracy, i) in accuracies.Select((accuracy, i) => (accuracy, i)))
        {
            Execute(database, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"INSERT INTO rounds VALUES (NULL, 'e', 0, 'ticket', 0, {i}, 1, 16, 12, NULL, NULL, {accuracy:R}, NULL, 't{i}', 's', NULL, 0.25)"));
        }

        Execute(database, "INSERT INTO rounds VALUES (NULL, 'e', 0, 'ticket', 0, 9, 0, 16, NULL, NULL, NULL, NULL, NULL, 't9', 's', 'm', NULL)");
        database.Prepare();
        using var context = database.Read();
        var rows = context.Rounds.OrderBy(row => row.Number).ToList();
        Assert.Equal(accuracies, rows.Take(6).Select(row => row.ReadResult()!.FinalTestAccuracy));
        Assert.All(rows.Take(6).Select(row => row.ReadResult()!), result => Assert.Equal((null, null, null, 0.25), (result.FinalTrainAccuracy, result.EarlyStopIteration, result.Tensors, result.ComputedShare)));
        Assert.Null(rows[6].Result);
    }

    [Fact]
    public async Task Run_OnAFileFromBeforeTheComputedShare_ReadsItInAgainAndTellsNobodyTwice()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var run = new FakeRun(rounds: 2);
        foreach (var round in new[] { 0, 1 })
        {
            run.Begin(round);
            run.FinishAsBefore(round, round == 0 ? null : 0.25);
        }

        using (var before = new LaboratoryDatabase(run.DatabasePath))
        {
            await new JournalFollower(before, run.Laboratory, new LiveFeed(), TimeProvider.System).FollowAsync(FakeRun.Id, cancellation);

            // As the migrations to whole results leave a file that had never heard of the share.
            Execute(before, "UPDATE rounds SET Result = json_set(Result, '$.computedShare', NULL, '$.tensors', NULL)");
            Execute(before, "UPDATE experiments SET EventsPosition = 0");
        }

        SqliteConnection.ClearAllPools();
        using var database = new LaboratoryDatabase(run.DatabasePath);
        var store = new ExperimentStore(database);
        var feed = new LiveFeed();
        using var listener = feed.Subscribe();
        listener.Follow(FakeRun.Id);
        await new JournalFollower(database, run.Laboratory, feed, TimeProvider.System).FollowAsync(FakeRun.Id, cancellation);
        Assert.Equal([null, 0.25], (await store.RoundsAsync(FakeRun.Id, cancellation)).OrderBy(round => round.Round).Select(round => round.ComputedShare));
        Assert.Equal(0, listener.Waiting.Messages);
    }

    [Fact]
    public void Model_Always_HasExactlyTheColumnsOfTheTables()
    {
        using var database = new LaboratoryDatabase(PathOfFile);
        using var context = database.Read();
        foreach (var entity in context.Model.GetEntityTypes())
        {
            var table = entity.GetTableName()!;
            var columns = context.Database.SqlQuery<string>($"SELECT name AS Value FROM pragma_table_info({table})").ToList();
            Assert.Equal(columns.Order(), entity.GetProperties().Select(property => property.GetColumnName()).Order());
        }
    }

    [Fact]
    public void Prepare_OnANewerFile_RefusesWithAFix()
    {
        using (var database = new LaboratoryDatabase(PathOfFile))
        {
            database.Prepare();
            Execute(database, "INSERT INTO schema_version VALUES (1000, 'later')");
        }

        using var again = new LaboratoryDatabase(PathOfFile);
        Assert.Equal("database.newer", Assert.Throws<LotteryLabException>(again.Prepare).Code);
    }

    [Fact]
    public void Prepare_OnAFileThatIsNoDatabase_RefusesWithAFix()
    {
        File.WriteAllText(PathOfFile, new string('x', 5000));
        using var database = new LaboratoryDatabase(PathOfFile);
        Assert.Equal("database.damaged", Assert.Throws<LotteryLabException>(database.Prepare).Code);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private static void Execute(LaboratoryDatabase database, string sql)
    {
        using var connection = new SqliteConnection(database.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
