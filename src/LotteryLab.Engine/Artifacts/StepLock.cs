namespace LotteryLab.Engine.Artifacts;

/// <summary>Keeps two processes from working on the same step. The operating system releases it when the process dies.</summary>
public sealed class StepLock : IDisposable
{
    private readonly FileStream file;

    private StepLock(FileStream file) => this.file = file;

    /// <summary>Takes the lock of a step, or gives null while another process holds it.</summary>
    public static StepLock? TryTake(string scratchFolder)
    {
        Directory.CreateDirectory(scratchFolder);
        try
        {
            return new StepLock(new FileStream(Path.Combine(scratchFolder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException problem) when (problem is not (DirectoryNotFoundException or PathTooLongException))
        {
            // "In use" and "disk full" are both IOExceptions; the caller tries again and the next write tells a full disk by name.
            return null;
        }
    }

    /// <summary>Whether some process holds the lock now; looking does not take it.</summary>
    public static bool IsHeld(string scratchFolder)
    {
        try
        {
            using var look = new FileStream(Path.Combine(scratchFolder, "lock"), FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
