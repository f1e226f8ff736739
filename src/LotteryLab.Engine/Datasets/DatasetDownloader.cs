using System.Net;
using System.Net.Http.Headers;

namespace LotteryLab.Engine.Datasets;

/// <summary>How far a download is.</summary>
/// <param name="File">File that is being fetched.</param>
/// <param name="Bytes">Bytes that are on disk.</param>
/// <param name="TotalBytes">Size of the file; 0 when unknown.</param>
public readonly record struct DownloadProgress(string File, long Bytes, long TotalBytes);

/// <summary>
/// Fetches the files of a data set: mirrors in order, an interrupted file goes on where it stopped, the check sum decides, and a file appears under its
/// name only when it is whole.
/// </summary>
/// <param name="http">Client to fetch with; the caller sets time-outs and proxies.</param>
public sealed class DatasetDownloader(HttpClient http)
{
    private const int BufferBytes = 1 << 16;

    /// <summary>Brings a data set into the first data folder; does nothing when it is complete in any of the folders.</summary>
    /// <returns>False when everything was there already.</returns>
    /// <exception cref="LotteryLabException">The set cannot be downloaded, no mirror answered, or what they sent has the wrong check sum.</exception>
    public async Task<bool> DownloadAsync(IDatasetSource source, DatasetFolder folder, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        if (source.RemoteFiles.Count == 0)
        {
            throw new LotteryLabException("dataset.no-download", $"{source.Descriptor.Title} has nothing to download.", "Use it as it is.");
        }

        if (IsComplete(source, folder))
        {
            return false;
        }

        foreach (var file in source.RemoteFiles)
        {
            var path = Path.Combine(folder.Roots[0], file.RelativePath);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (!File.Exists(path) || !await IsIntactAsync(path, file, cancellation).ConfigureAwait(false))
            {
                await FetchAsync(file, path, progress, cancellation).ConfigureAwait(false);
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

    private static bool IsComplete(IDatasetSource source, DatasetFolder folder)
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

    private async Task FetchAsync(RemoteFile file, string path, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        var part = path + ".part";
        var problems = new List<string>();
        foreach (var url in file.Urls)
        {
            try
            {
                await ReceiveAsync(url, part, file, progress, cancellation).ConfigureAwait(false);
                if (await IsIntactAsync(part, file, cancellation).ConfigureAwait(false))
                {
                    File.Move(part, path, overwrite: true);
                    return;
                }

                // Nothing in a file with a wrong sum can be trusted, so the next mirror starts from nothing.
                File.Delete(part);
                problems.Add($"{url}: the check sum is wrong");
            }
            catch (Exception problem) when (problem is HttpRequestException or IOException or TaskCanceledException && !cancellation.IsCancellationRequested)
            {
                problems.Add($"{url}: {problem.Message}");
            }
        }

        throw new LotteryLabException(
            "dataset.download",
            $"{file.RelativePath} could not be downloaded ({string.Join("; ", problems)}).",
            $"Check the connection and run the command again (it goes on where it stopped), or put the file at {path} yourself.");
    }

    private async Task ReceiveAsync(string url, string part, RemoteFile file, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        var have = File.Exists(part) ? new FileInfo(part).Length : 0;
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (have > 0)
        {
            request.Headers.Range = new RangeHeaderValue(have, null);
        }

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            // All bytes (or wrong ones) are here already: the check sum decides.
            return;
        }

        response.EnsureSuccessStatusCode();
        var resumes = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == have;
        var done = resumes ? have : 0;
        var total = response.Content.Headers.ContentLength is { } length ? done + length : file.Bytes;
        using var stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        using var target = new FileStream(part, resumes ? FileMode.Append : FileMode.Create, FileAccess.Write);
        var buffer = new byte[BufferBytes];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
        {
            await target.WriteAsync(buffer.AsMemory(0, count), cancellation).ConfigureAwait(false);
            done += count;
            progress?.Report(new DownloadProgress(file.RelativePath, done, total));
        }

        if (done < total && response.Content.Headers.ContentLength is not null)
        {
            throw new IOException($"the connection ended after {done:N0} of {total:N0} bytes");
        }
    }

    private static async Task<bool> IsIntactAsync(string path, RemoteFile file, CancellationToken cancellation) =>
        File.Exists(path) && (await FileChecksum.OfAsync(path, file, cancellation).ConfigureAwait(false)).IsIntact;
}
