
namespace LotteryLab.Engine.Datasets.Downloads;

/// <summary>How far a download is.</summary>
/// <param name="File">File that is being fetched.</param>
/// <param name="Bytes">Bytes that are on disk.</param>
/// <param name="TotalBytes">Size of the file; 0 when unknown.</param>
public readonly record struct DownloadProgress(string File, long Bytes, long TotalBytes);

/// <summary>
/// Fetches the files of a data set: mirrors in order, an interrupted file goes on where it stopped, the check sum decides, and a file appears under its
/// name only when it is whole.
/// </summary>
/// <param name="http">Client to fetch with; the caller sets proxies, and no time-out shorter than a whole file needs.</param>
/// <param name="patience">A mirror that sends nothing for this long is left; one minute by default.</param>
public sealed class DatasetDownloader(HttpClient http, TimeSpan? patience = null)
{
    private readonly FileDownload download = new(http, patience ?? TimeSpan.FromMinutes(1));

    /// <summary>
    /// Brings a data set into the first data folder. What is there already is held against its published check sum and fetched again when it differs; a
    /// damaged file stays until the good one has come.
    /// </summary>
    /// <returns>False when everything was there already.</returns>
    /// <exception cref="LotteryLabException">The set cannot be downloaded, no mirror answered, or what they sent has the wrong check sum.</exception>
    public async Task<bool> DownloadAsync(IDatasetSource source, DatasetFolder folder, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        if (source.RemoteFiles.Count == 0)
        {
            throw new LotteryLabException("dataset.no-download", $"{source.Descriptor.Title} has nothing to download.", "Use it as it is.");
        }

        if (IsReadable(source, folder) && !await HoldsDamageAsync(source, folder, cancellation).ConfigureAwait(false))
        {
            return false;
        }

        foreach (var file in source.RemoteFiles)
        {
            var path = folder.Find(file.RelativePath);
            if (path is null || !await IsIntactAsync(path, file, cancellation).ConfigureAwait(false))
            {
                path = Path.Combine(folder.Roots[0], file.RelativePath);
                await download.FetchAsync(file, path, progress, cancellation).ConfigureAwait(false);
            }

            if (path.EndsWith(".tar.gz", StringComparison.Ordinal))
            {
                ArchiveUnpacker.Unpack(path, Path.GetDirectoryName(path)!, cancellation);
                File.Delete(path);
            }
        }

        // Says at once, and not at the first experiment, when the files are not what the reader expects.
        _ = source.Describe(Activator.CreateInstance(source.OptionsType)!, folder);
        return true;
    }

    private static bool IsReadable(IDatasetSource source, DatasetFolder folder)
    {
        try
        {
            _ = source.Describe(Activator.CreateInstance(source.OptionsType)!, folder);
            return true;
        }
        catch (LotteryLabException)
        {
            // Missing or damaged: exactly what a download repairs.
            return false;
        }
    }

    // The reader may be content with a file that is not the published one; somebody who downloads wants that one.
    private static async Task<bool> HoldsDamageAsync(IDatasetSource source, DatasetFolder folder, CancellationToken cancellation)
    {
        foreach (var file in source.RemoteFiles)
        {
            if (folder.Find(file.RelativePath) is { } path && !await IsIntactAsync(path, file, cancellation).ConfigureAwait(false))
            {
                return true;
            }
        }

        return false;
    }

    private static async Task<bool> IsIntactAsync(string path, RemoteFile file, CancellationToken cancellation) =>
        (await FileChecksum.OfAsync(path, file, cancellation).ConfigureAwait(false)).IsIntact;
}
