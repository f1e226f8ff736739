namespace LotteryLab.Engine.Datasets.Images;

/// <summary>Finds the images of a folder, and refuses what a person would not notice: links that lead elsewhere, and classes without an image.</summary>
internal static class ImageFolderFiles
{
    /// <summary>Image files below a folder in ordinal order; the folder itself may be a link, nothing in it may lead out of it.</summary>
    /// <exception cref="LotteryLabException">A link leads out of the folder, a folder is a link, or the folder of a class is empty.</exception>
    public static IReadOnlyList<string> Find(string root)
    {
        var files = new List<string>();
        var open = new Stack<DirectoryInfo>([new DirectoryInfo(root)]);
        while (open.TryPop(out var folder))
        {
            var (images, folders) = (0, 0);
            foreach (var entry in folder.EnumerateFileSystemInfos().Where(entry => !entry.Name.StartsWith('.')))
            {
                switch (entry)
                {
                    case DirectoryInfo { LinkTarget: not null }:
                        throw Link(entry, "Copy the images there, or make the whole folder of images the link.");
                    case DirectoryInfo child:
                        open.Push(child);
                        folders++;
                        break;
                    case FileInfo file when file.Extension.Equals(".png", StringComparison.OrdinalIgnoreCase):
                        files.Add(Inside(root, file));
                        images++;
                        break;
                    default:
                        break;
                }
            }

            if (images + folders == 0 && folder.FullName != Path.GetFullPath(root))
            {
                throw new LotteryLabException("dataset.empty-class", $"The folder {folder.FullName} holds no PNG image.", "Put images of that class into it, or remove it; convert other formats to PNG.");
            }
        }

        files.Sort(StringComparer.Ordinal);
        return files;
    }

    private static string Inside(string root, FileInfo file)
    {
        if (file.LinkTarget is null)
        {
            return file.FullName;
        }

        // The whole way: a link may lead to a link that leads out.
        var home = new DirectoryInfo(root).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path.GetFullPath(root);
        return file.ResolveLinkTarget(returnFinalTarget: true) is { Exists: true } target && target.FullName.StartsWith(home + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? file.FullName
            : throw Link(file, "Copy the image itself there, or remove the link.");
    }

    private static LotteryLabException Link(FileSystemInfo entry, string fix) => new("dataset.link", $"{entry.FullName} is a link that leads out of its place.", fix);
}
