using System.Net;
using System.Net.Http.Headers;

namespace LotteryLab.Engine.Datasets.Downloads;

/// <summary>Fetches one file from the first mirror that gives what was published. An interrupted transfer goes on where it stopped; the file appears under its name only when it is whole.</summary>
/// <param name="http">Client to fetch with.</param>
/// <param name="patience">A mirror that sends nothing for this long is left.</param>
internal sealed class FileDownload(HttpClient http, TimeSpan patience)
{
    private const int BufferBytes = 1 << 16;

    /// <exception cref="LotteryLabException">Every mirror failed; the message says how.</exception>
    internal async Task FetchAsync(RemoteFile file, string path, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var part = path + ".part";
        var problems = new List<string>();
        foreach (var url in file.Urls)
        {
            try
            {
                await ReceiveAsync(url, part, file, progress, cancellation).ConfigureAwait(false);
                if ((await FileChecksum.OfAsync(part, file, cancellation).ConfigureAwait(false)).IsIntact)
                {
                    File.Move(part, path, overwrite: true);
                    return;
                }

                // Nothing in a file with a wrong sum can be trusted, so the next mirror starts from nothing.
                File.Delete(part);
                problems.Add($"{url}: the check sum is wrong");
            }
            catch (Exception problem) when (problem is HttpRequestException or IOException)
            {
                problems.Add($"{url}: {problem.Message}");
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                problems.Add($"{url}: nothing came for {patience.TotalSeconds:0.###} seconds");
            }
        }

        throw new LotteryLabException(
            "dataset.download",
            $"{file.RelativePath} could not be downloaded ({string.Join("; ", problems)}).",
            $"Check the connection and download again (it goes on where it stopped), or put the file at {path} yourself.");
    }

    private async Task ReceiveAsync(string url, string part, RemoteFile file, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        // Servers sometimes stop talking without hanging up.
        using var stalled = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stalled.CancelAfter(patience);
        var have = File.Exists(part) ? new FileInfo(part).Length : 0;
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (have > 0)
        {
            request.Headers.Range = new RangeHeaderValue(have, null);
        }

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stalled.Token).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            // All bytes (or wrong ones) are here already: the check sum decides.
            return;
        }

        response.EnsureSuccessStatusCode();
        var resumes = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == have;
        var done = resumes ? have : 0;
        var total = response.Content.Headers.ContentLength is { } length ? done + length : file.Bytes;
        using var stream = await response.Content.ReadAsStreamAsync(stalled.Token).ConfigureAwait(false);
        using (var target = new FileStream(part, resumes ? FileMode.Append : FileMode.Create, FileAccess.Write))
        {
            var buffer = new byte[BufferBytes];
            int count;
            while ((count = await stream.ReadAsync(buffer, stalled.Token).ConfigureAwait(false)) > 0 && !IsTooLong(done += count, file))
            {
                await target.WriteAsync(buffer.AsMemory(0, count), cancellation).ConfigureAwait(false);
                stalled.CancelAfter(patience);
                progress?.Report(new DownloadProgress(file.RelativePath, done, total));
            }
        }

        if (IsTooLong(done, file))
        {
            File.Delete(part);
            throw new IOException($"it sends more than the {file.Bytes:N0} bytes of the file");
        }

        if (done < total && response.Content.Headers.ContentLength is not null)
        {
            throw new IOException($"the connection ended after {done:N0} of {total:N0} bytes");
        }
    }

    private static bool IsTooLong(long bytes, RemoteFile file) => file.Bytes > 0 && bytes > file.Bytes;
}
