using LotteryLab.Data;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Words;
using LotteryLab.Web.Scheduling;

namespace LotteryLab.Web.Administration;

/// <summary>When the journals were last followed.</summary>
internal sealed class FollowerPulse(TimeProvider time)
{
    private long last;

    /// <summary>Notes that a pass has ended.</summary>
    public void Beat() => Interlocked.Exchange(ref last, time.GetUtcNow().UtcTicks);

    /// <summary>Time since the last pass; null when there was none.</summary>
    public TimeSpan? Lag => Interlocked.Read(ref last) is > 0 and var ticks ? time.GetUtcNow() - new DateTimeOffset(ticks, TimeSpan.Zero) : null;
}

/// <summary>Says how the server is.</summary>
internal sealed class HealthReader(DatabaseCare care, FollowerPulse pulse, Laboratory laboratory, LaboratoryLeader leader)
{
    private const long LittleLeft = 5_000_000_000;
    private const long NothingLeft = 500_000_000;
    private const long LongLog = 256_000_000;
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(10);

    public HealthView Read()
    {
        Directory.CreateDirectory(laboratory.Root);
        var drive = new DriveInfo(laboratory.Root);
        var (file, log) = care.Sizes();
        return new HealthView(file, log, pulse.Lag?.TotalSeconds, leader.IsLeading, drive.AvailableFreeSpace, drive.TotalSize, [.. Warnings(log, drive.AvailableFreeSpace, pulse.Lag, leader.IsLeading)]);
    }

    /// <summary>What somebody should do something about.</summary>
    internal static IEnumerable<string> Warnings(long log, long free, TimeSpan? lag, bool isLeading)
    {
        if (free < NothingLeft)
        {
            yield return $"The disk is almost full ({Numbers.Bytes(free)} free): nothing new starts. Collect unreachable results, or move the laboratory.";
        }
        else if (free < LittleLeft)
        {
            yield return $"The disk has {Numbers.Bytes(free)} free. Collect unreachable results before long trainings.";
        }

        if (log > LongLog)
        {
            yield return $"The database's write-ahead log has grown to {Numbers.Bytes(log)}. A program that reads the file for long keeps it from shrinking; restart the web app when nothing else helps.";
        }

        if (isLeading && (lag is null || lag > Late))
        {
            yield return lag is null ? "The journals have not been followed yet. Wait a moment; the server's log has the reason if this stays." : $"The journals were last followed {Numbers.Duration(lag.Value.TotalSeconds)} ago. The server's log has the reason.";
        }
    }
}

/// <summary>How the server is.</summary>
/// <param name="DatabaseBytes">Size of the database file.</param>
/// <param name="WriteAheadLogBytes">Size of its write-ahead log.</param>
/// <param name="FollowerLagSeconds">Seconds since the journals were last followed; null when they were not yet.</param>
/// <param name="IsLeading">Whether this process follows them; another one does when false.</param>
/// <param name="DiskBytesFree">Free space on the laboratory's disk.</param>
/// <param name="DiskBytes">Size of that disk.</param>
/// <param name="Warnings">What somebody should do something about.</param>
internal sealed record HealthView(long DatabaseBytes, long WriteAheadLogBytes, double? FollowerLagSeconds, bool IsLeading, long DiskBytesFree, long DiskBytes, IReadOnlyList<string> Warnings);
