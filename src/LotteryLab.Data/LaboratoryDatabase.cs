using LotteryLab.Data.Migrations;
using LotteryLab.Engine;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace LotteryLab.Data;

/// <summary>
/// The database file of a laboratory: an index of its folders, which is built again when the file is gone, and what people added (share links,
/// accounts, pins). Readers work side by side; one writer at a time, in short transactions.
/// </summary>
public sealed class LaboratoryDatabase : IDisposable
{
    /// <summary>Name of the file in the laboratory folder.</summary>
    public const string FileName = "lotterylab.db";

    private readonly SemaphoreSlim writer = new(1, 1);
    private readonly PooledDbContextFactory<LotteryDbContext> factory;
    private readonly Lazy<bool> migrated;

    /// <summary>Names the file; it is opened, and created or upgraded, when it is first used.</summary>
    public LaboratoryDatabase(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        ConnectionString = new SqliteConnectionStringBuilder { DataSource = Path, DefaultTimeout = 30, ForeignKeys = false }.ToString();
        factory = new PooledDbContextFactory<LotteryDbContext>(
            new DbContextOptionsBuilder<LotteryDbContext>().UseSqlite(ConnectionString).UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking).Options);
        migrated = new Lazy<bool>(() =>
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
            try
            {
                Migrator.Run(ConnectionString, Migrator.All);
            }
            catch (SqliteException damage) when (damage.SqliteErrorCode is 11 or 26)
            {
                throw new LotteryLabException("database.damaged", $"The database {Path} is damaged: {damage.Message}.", "Move the file away and start again: it is built anew from the experiment folders; share links and accounts are lost with it.", damage);
            }

            return true;
        });
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    internal string ConnectionString { get; }

    /// <summary>Creates or upgrades the file now, so that a problem with it is told at the start.</summary>
    /// <exception cref="LotteryLabException">The file is damaged, or a newer program wrote it.</exception>
    public void Prepare() => _ = migrated.Value;

    /// <inheritdoc/>
    public void Dispose() => writer.Dispose();

    internal LotteryDbContext Read()
    {
        Prepare();
        return factory.CreateDbContext();
    }

    /// <summary>Runs one short transaction; nobody else in this process writes meanwhile.</summary>
    internal async Task<T> WriteAsync<T>(Func<LotteryDbContext, Task<T>> work, CancellationToken cancellation)
    {
        Prepare();
        await writer.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var context = factory.CreateDbContext();
            await using (context.ConfigureAwait(false))
            {
                context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.TrackAll;
                var transaction = await context.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
                await using (transaction.ConfigureAwait(false))
                {
                    var result = await work(context).ConfigureAwait(false);
                    await context.SaveChangesAsync(cancellation).ConfigureAwait(false);
                    await transaction.CommitAsync(cancellation).ConfigureAwait(false);
                    return result;
                }
            }
        }
        finally
        {
            writer.Release();
        }
    }

    internal Task WriteAsync(Func<LotteryDbContext, Task> work, CancellationToken cancellation) =>
        WriteAsync<object?>(
            async context =>
            {
                await work(context).ConfigureAwait(false);
                return null;
            },
            cancellation);
}
