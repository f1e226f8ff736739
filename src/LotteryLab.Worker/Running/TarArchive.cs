using System.Formats.Tar;
using System.IO.Compression;
using LotteryLab.Engine;

namespace LotteryLab.Worker.Running;

/// <summary>Unpacks the archives of data sets.</summary>
internal static class TarArchive
{
    /// <summary>Largest total size; the CIFAR archives hold 185 MB.</summary>
    private const long MostBytes = 4_000_000_000;

    /// <summary>Unpacks plain files into a folder; each appears whole or not at all.</summary>
    /// <exception cref="LotteryLabException">The archive is damaged, too large, or names a place outside the folder.</exception>
    public static void Unpack(string archive, string folder)
    {
        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        try
        {
            using var file = File.OpenRead(archive);
            using var plain = new GZipStream(file, CompressionMode.Decompress);
            using var tar = new TarReader(plain);
            var total = 0L;
            while (tar.GetNextEntry() is { } entry)
            {
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
                {
                    // Folders follow from the files; links and devices have no place in a data set.
                    continue;
                }

                var target = Path.GetFullPath(Path.Combine(folder, entry.Name));
                if (!target.StartsWith(root, StringComparison.Ordinal) || (total += entry.Length) > MostBytes)
                {
                    throw new InvalidDataException($"the entry '{entry.Name}' does not belong there");
                }

                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                entry.ExtractToFile(target + ".part", overwrite: true);
                File.Move(target + ".part", target, overwrite: true);
            }
        }
        catch (Exception problem) when (problem is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new LotteryLabException("dataset.archive", $"The archive {archive} cannot be unpacked: {problem.Message}.", "Delete it and download it again.", problem);
        }
    }
}
