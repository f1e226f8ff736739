using System.Formats.Tar;
using System.IO.Compression;

namespace LotteryLab.Engine.Datasets.Downloads;

/// <summary>Unpacks a .tar.gz: plain files only, nothing outside of the target folder, bounded size.</summary>
internal static class ArchiveUnpacker
{
    private const long MaximumBytes = 1L << 31;

    internal static void Unpack(string archive, string folder, CancellationToken cancellation)
    {
        try
        {
            using var file = File.OpenRead(archive);
            using var gzip = new GZipStream(file, CompressionMode.Decompress);
            using var tar = new TarReader(gzip);
            var total = 0L;
            while (tar.GetNextEntry() is { } entry)
            {
                cancellation.ThrowIfCancellationRequested();
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || entry.DataStream is null)
                {
                    continue;
                }

                total += entry.Length;
                if (total > MaximumBytes)
                {
                    throw DatasetErrors.Corrupt(archive, $"it unpacks to more than {MaximumBytes:N0} bytes", "Delete it and download it again.");
                }

                Write(entry, Target(archive, folder, entry.Name));
            }
        }
        catch (Exception problem) when (problem is InvalidDataException or IOException or FormatException)
        {
            throw DatasetErrors.Corrupt(archive, "it is no valid .tar.gz archive", "Delete it and download it again.", problem);
        }
    }

    private static string Target(string archive, string folder, string name)
    {
        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        var path = Path.GetFullPath(Path.Combine(root, name));
        return path.StartsWith(root, StringComparison.Ordinal)
            ? path
            : throw DatasetErrors.Corrupt(archive, "it tries to write outside of its folder", "Delete it and get it from its publisher.");
    }

    private static void Write(TarEntry entry, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var target = File.Create(path + ".part"))
        {
            entry.DataStream!.CopyTo(target);
        }

        File.Move(path + ".part", path, overwrite: true);
    }
}
