using LotteryLab.Engine;
using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Datasets.Images;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Words;

namespace LotteryLab.Web.Datasets;

/// <summary>Copies files that lie somewhere on the server into the data folder: those of a published set, or a folder of images. For administrators, who may read the server's disk anyway.</summary>
internal sealed class DatasetImport(ComponentCatalog catalog, DatasetFolder folder)
{
    private const int MostFiles = 2_000_000;
    private const long MostBytes = 64L << 30;

    /// <summary>Copies what belongs to the set; other files stay where they are.</summary>
    /// <returns>Number of files.</returns>
    /// <exception cref="LotteryLabException">The path cannot be read, or nothing in it belongs to the set.</exception>
    public Task<int> CopyAsync(string name, string path, CancellationToken cancellation)
    {
        var source = (IDatasetSource)catalog.Entry(typeof(IDatasetSource), name).Component;
        if (source is not IDatasetFiles)
        {
            throw new LotteryLabException("dataset.no-import", $"{source.Descriptor.Title} is drawn by LotteryLab: there is nothing to import.", "Use it as it is.");
        }

        if (!Path.IsPathFullyQualified(path) || !Directory.Exists(path))
        {
            throw new LotteryLabException("dataset.path", $"There is no folder '{path}' on this server.", "Give the full path of a folder, for example /data/images.");
        }

        return Task.Run(() => Copy(source, Path.GetFullPath(path), cancellation), cancellation);
    }

    private int Copy(IDatasetSource source, string path, CancellationToken cancellation)
    {
        var isImages = source is ImageFolderSource;
        var target = Path.Combine(folder.Roots[0], isImages ? new ImageFolderOptions().Path : source.Descriptor.Name);
        if (isImages && Directory.Exists(target))
        {
            throw new LotteryLabException("dataset.exists", $"The data folder has a folder '{Path.GetFileName(target)}' already.", "Move it away first; two sets of images must not be mixed.");
        }

        var files = isImages ? [.. ImageFolderSource.ImagesBelow(path).Take(MostFiles + 1).Select(image => new FileInfo(image))] : Published(source, path);
        if (files.Count == 0)
        {
            throw new LotteryLabException("dataset.nothing", $"The folder '{path}' has no file of {source.Descriptor.Title}.", $"It should hold {string.Join(", ", source.RemoteFiles.Select(file => Path.GetFileName(file.RelativePath)))}, packed or unpacked.");
        }

        var bytes = files.Sum(file => file.Length);
        Directory.CreateDirectory(folder.Roots[0]);
        if (files.Count > MostFiles || bytes > MostBytes || bytes > new DriveInfo(folder.Roots[0]).AvailableFreeSpace)
        {
            throw new LotteryLabException("disk.full", $"The folder holds {files.Count} files, {Numbers.Bytes(bytes)}: that does not fit into the data folder.", "Free space, or import fewer files.");
        }

        // A whole folder appears at once or not at all; single files are replaced one by one.
        var staging = isImages ? target + ".part" : target;
        if (isImages && Directory.Exists(staging))
        {
            // Left by an import that was broken off: its images must not get mixed with these.
            Directory.Delete(staging, recursive: true);
        }

        foreach (var file in files)
        {
            cancellation.ThrowIfCancellationRequested();
            var place = Path.Combine(staging, isImages ? Path.GetRelativePath(path, file.FullName) : file.Name);
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            file.CopyTo(place + ".part", overwrite: true);
            File.Move(place + ".part", place, overwrite: true);
        }

        if (isImages)
        {
            Directory.Move(staging, target);
        }

        return files.Count;
    }

    // Links are not followed: they could lead anywhere, also in a circle.
    private static List<FileInfo> Published(IDatasetSource source, string path) =>
        [.. new DirectoryInfo(path).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }).Where(file => Belongs(source, file.Name)).Take(MostFiles + 1)];

    private static bool Belongs(IDatasetSource source, string file) =>
        file.EndsWith(".bin", StringComparison.Ordinal) || source.RemoteFiles.Select(remote => Path.GetFileName(remote.RelativePath)).Any(name => name == file || name == file + ".gz");
}
