using System.Globalization;
using System.Text.RegularExpressions;
using LotteryLab.Data;
using LotteryLab.Engine;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Words;

namespace LotteryLab.Web.Administration;

/// <summary>Copies of the database. Experiments are files, which any copy program backs up; only the database needs care, because it is written all the time.</summary>
internal sealed partial class BackupService(DatabaseCare care, Laboratory laboratory, BackupSettings settings, TimeProvider time, ILogger<BackupService> log)
{
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>Folder of the copies.</summary>
    public string Folder => Path.Combine(laboratory.Root, "backups");

    /// <summary>Copies that are kept; 0 for all.</summary>
    public int Kept => settings.Kept;

    /// <summary>Copies, newest first.</summary>
    public IReadOnlyList<BackupFile> List() => !Directory.Exists(Folder)
        ? []
        : [.. new DirectoryInfo(Folder).EnumerateFiles("lotterylab-*.db").OrderByDescending(file => file.Name, StringComparer.Ordinal).Select(RecordOf)];

    /// <summary>Makes a copy now. When it was checked and is more than are kept, the oldest are deleted; one that fails costs no older one.</summary>
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
                throw new LotteryLabException("disk.full", $"The laboratory's disk has {Numbers.Bytes(free)} free; a copy needs up to {Numbers.Bytes(2 * (file + log))}.", "Free space first, for example by deleting older backups.");
            }

            var path = Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"lotterylab-{time.GetUtcNow():yyyyMMdd-HHmmss}.db"));
            await care.BackUpAsync(path, cancellation);
            Prune(Path.GetFileName(path));
            return RecordOf(new FileInfo(path));
        }
        finally
        {
            turn.Release();
        }
    }

    // Only files that this program named itself: a copy that somebody put aside under another name is theirs.
    private void Prune(string made)
    {
        if (settings.Kept == 0)
        {
            return;
        }

        // The new one counts first, whatever the clock said when the others were made.
        foreach (var old in List().Where(file => file.Name != made && OwnName().IsMatch(file.Name)).Skip(settings.Kept - 1))
        {
            try
            {
                File.Delete(Path.Combine(Folder, old.Name));
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                // The new copy is good all the same; the next one tries again.
                LogKept(log, old.Name, problem.Message);
            }
        }
    }

    [GeneratedRegex(@"\Alotterylab-[0-9]{8}-[0-9]{6}\.db\z", RegexOptions.CultureInvariant)]
    private static partial Regex OwnName();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The old copy {Name} of the database could not be deleted: {Reason}")]
    private static partial void LogKept(ILogger logger, string name, string reason);

    private static BackupFile RecordOf(FileInfo file) => new(file.Name, file.Length, new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero));
}

/// <summary>A copy of the database.</summary>
/// <param name="Name">File name in the folder <c>backups</c> of the laboratory.</param>
/// <param name="Bytes">Size.</param>
/// <param name="Made">When it was made (UTC).</param>
internal sealed record BackupFile(string Name, long Bytes, DateTimeOffset Made);
