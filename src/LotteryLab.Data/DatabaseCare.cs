using Microsoft.Data.Sqlite;

namespace LotteryLab.Data;

/// <summary>Size and backup of the database file.</summary>
public sealed class DatabaseCare(LaboratoryDatabase database)
{
    /// <summary>Bytes of the database file and of its write-ahead log.</summary>
    public (long File, long WriteAheadLog) Sizes() => (SizeOf(database.Path), SizeOf(database.Path + "-wal"));

    /// <summary>Writes a consistent copy while everything else goes on, and checks that it can be read.</summary>
    /// <param name="path">File to write; it appears under this name only when it is whole.</param>
    /// <param name="cancellation">Stops before or after copying.</param>
    /// <exception cref="LotteryLab.Engine.LotteryLabException">The copy is damaged.</exception>
    public Task BackUpAsync(string path, CancellationToken cancellation) => Task.Run(
        () =>
        {
            cancellation.ThrowIfCancellationRequested();
            database.Prepare();
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var part = path + ".part";
            File.Delete(part);
            using (var source = new SqliteConnection(database.ConnectionString))
            using (var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = part, Pooling = false }.ToString()))
            {
                source.Open();
                target.Open();

                // SQLite's online backup: readers and the writer go on meanwhile.
                source.BackupDatabase(target);
                using var check = target.CreateCommand();
                check.CommandText = "PRAGMA quick_check";
                if (check.ExecuteScalar() is not "ok")
                {
                    throw new Engine.LotteryLabException("backup.damaged", "The copy of the database cannot be read.", "Check the disk, then make another backup.");
                }
            }

            cancellation.ThrowIfCancellationRequested();
            File.Move(part, path, overwrite: true);
        },
        cancellation);

    private static long SizeOf(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;
}
