using System.Globalization;
using LotteryLab.Data;
using LotteryLab.Engine;
using LotteryLab.Engine.Steps;

namespace LotteryLab.Web.Administration;

/// <summary>Copies of the database. Experiments are files, which any copy program backs up; only the database needs care, because it is written all the time.</summary>
internal sealed class BackupService(DatabaseCare care, Laboratory laboratory, TimeProvider time)
{
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>Folder of the copies.</summary>
    public string Folder => Path.Combine(laboratory.Root, "backups");

    /// <summary>Copies, newest first.</summary>
    public IReadOnlyList<BackupFile> List() => !Directory.Exists(Folder)
        ? []
        : [.. new DirectoryInfo(Folder).EnumerateFiles("lotterylab-*.db").OrderByDescending(file => file.Name, StringComparer.Ordinal).Select(RecordOf)];

    /// <summary>Makes a copy now.</summary>
    /// <exception cref="LotteryLabException">There is no room, or the copy is damaged.</exception>
    public async Task<BackupFile> MakeAsync(CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            var (file, log) = care.Sizes();
            var free = new DriveInfo(laboratory.Root).AvailableFreeSpace;
            if (free < 2 * (file + log))
            {
                throw new LotteryLabException("disk.full", $"The laboratory's disk has {Text.Numbers.Bytes(free)} free; a copy needs up to {Text.Numbers.Bytes(2 * (file + log))}.", "Free space first, for example by deleting older backups.");
            }

            var path = Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"lotterylab-{time.GetUtcNow():yyyyMMdd-HHmmss}.db"));
            await care.BackUpAsync(path, cancellation);
            return RecordOf(new FileInfo(path));
        }
        finally
        {
            turn.Release();
        }
    }

    private static BackupFile RecordOf(FileInfo file) => new(file.Name, file.Length, new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero));
}

/// <summary>A copy of the database.</summary>
/// <param name="Name">File name in the folder <c>backups</c> of the laboratory.</param>
/// <param name="Bytes">Size.</param>
/// <param name="Made">When it was made (UTC).</param>
internal sealed record BackupFile(string Name, long Bytes, DateTimeOffset Made);
