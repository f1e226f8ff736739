using System.Globalization;
using LotteryLab.Engine;
using Microsoft.Data.Sqlite;

namespace LotteryLab.Data.Migrations;

/// <summary>Brings a database file to the version of this program.</summary>
internal static class Migrator
{
    /// <summary>All migrations in order.</summary>
    public static IReadOnlyList<IMigration> All { get; } = [new M001Experiments(), new M002LiveAndQueue(), new M003PeopleAndShares(), new M004ShareContents(), new M005Invitations(), new M006ComputedShare(), new M007WholeResults()];

    /// <summary>Runs what the file has not seen yet, each migration in a transaction of its own.</summary>
    /// <exception cref="LotteryLabException">A newer program wrote the file.</exception>
    public static void Run(string connectionString, IReadOnlyList<IMigration> migrations)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        Execute(connection, null, "PRAGMA journal_mode = WAL");
        Execute(connection, null, "CREATE TABLE IF NOT EXISTS schema_version (Version INTEGER NOT NULL PRIMARY KEY, AppliedAt TEXT NOT NULL)");
        foreach (var migration in migrations)
        {
            // Begins immediately: of two programs that start at once, the second waits here and then finds the work done.
            using var transaction = connection.BeginTransaction();
            var version = VersionOf(connection, transaction);
            if (version > migrations[^1].Version)
            {
                throw new LotteryLabException(
                    "database.newer",
                    string.Create(CultureInfo.InvariantCulture, $"The database was written by a newer LotteryLab (version {version} of its tables; this program knows {migrations[^1].Version})."),
                    "Use the newer program, or move lotterylab.db away: it is built again from the experiment folders, but share links and accounts are lost with it.");
            }

            if (version < migration.Version)
            {
                Execute(connection, transaction, migration.Sql);
                Execute(connection, transaction, string.Create(CultureInfo.InvariantCulture, $"INSERT INTO schema_version VALUES ({migration.Version}, datetime('now'))"));
            }

            transaction.Commit();
        }
    }

    private static long VersionOf(SqliteConnection connection, SqliteTransaction transaction)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT coalesce(max(Version), 0) FROM schema_version";
        return (long)command.ExecuteScalar()!;
    }

    private static void Execute(SqliteConnection connection, SqliteTransaction? transaction, string sql)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
