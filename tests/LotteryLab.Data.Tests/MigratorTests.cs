using LotteryLab.Data.Migrations;
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
