using System.Runtime.InteropServices;

namespace LotteryLab.Engine.Files;

/// <summary>File operations that survive a power cut: what was acknowledged is on the disk, and readers see the old or the new, never half.</summary>
public static partial class DurableFile
{
    private const int ReadOnlyDirectory = 0x10000;

    /// <summary>Replaces <paramref name="path"/> by <paramref name="content"/> in one step.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var aside = $"{path}.{Guid.NewGuid():N}.new";
        using (var stream = new FileStream(aside, FileMode.CreateNew, FileAccess.Write))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(aside, path, overwrite: true);
        FlushDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Makes renames and new names inside a folder durable. Windows does that by itself.</summary>
    public static void FlushDirectory(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // .NET opens no handles on directories; a failure here (an exotic file system) costs durability on power loss only.
        var descriptor = Open(folder, OperatingSystem.IsLinux() ? ReadOnlyDirectory : 0);
        if (descriptor >= 0)
        {
            _ = Synchronize(descriptor);
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Synchronize(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
