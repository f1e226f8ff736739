using System.Net;
using System.Net.Http.Headers;
using LotteryLab.Engine;
using LotteryLab.Engine.Datasets;
using LotteryLab.Worker.Text;

namespace LotteryLab.Worker.Running;

/// <summary>Downloads one file from the first mirror that works. A broken download goes on where it stopped; nothing is used before its checksum is right.</summary>
internal sealed class FileDownload(HttpClient client)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Downloads a file.</summary>
    /// <param name="file">What and from where.</param>
    /// <param name="target">Where to.</param>
    /// <param name="report">Hears the bytes that are there and the total (0 when unknown).</param>
    /// <param name="cancellation">Stops; the part that is there is kept.</param>
    /// <exception cref="LotteryLabException">Every mirror failed; the message says how.</exception>
    public async Task FetchAsync(RemoteFile file, string target, Action<long, long> report, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var part = target + ".part";
        var failures = new List<string>();
        foreach (var url in file.Urls)
        {
            try
            {
                await TransferAsync(url, part, file.Bytes, report, cancellation).ConfigureAwait(false);
                if (await IsIntactAsync(part, file, cancellation).ConfigureAwait(false))
                {
                    File.Move(part, target, overwrite: true);
                    return;
                }

                failures.Add($"{url}: the file is not the expected one (checksum)");
                File.Delete(part);
            }
            catch (Exception problem) when (problem is HttpRequestException or IOException or TimeoutException)
            {
                failures.Add($"{url}: {problem.Message}");
            }
        }

        throw new LotteryLabException("dataset.download", $"{file.RelativePath} could not be downloaded. {string.Join("; ", failures)}.", $"Try again later (what is there is kept), or copy the file to {target} by hand.");
    }

    /// <summary>Whether a file has the expected size and checksum.</summary>
    public static async Task<bool> IsIntactAsync(string path, RemoteFile file, CancellationToken cancellation)
    {
        if (file.Bytes > 0 && new FileInfo(path).Length != file.Bytes)
        {
            return false;
        }

        return (await FileChecksum.OfAsync(path, file, cancellation).ConfigureAwait(false)).IsIntact;
    }

    private async Task TransferAsync(string url, string part, long expected, Action<long, long> report, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        var have = File.Exists(part) ? new FileInfo(part).Length : 0;
        if (have > 0 && have < expected)
        {
            request.Headers.Range = new RangeHeaderValue(have, null);
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
            response.EnsureSuccessStatusCode();

            // A server that ignores the range sends the whole file again.
            var isContinued = response.StatusCode == HttpStatusCode.PartialContent;
            using var content = await response.Content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false);
            using var output = new FileStream(part, isContinued ? FileMode.Append : FileMode.Create, FileAccess.Write);
            var total = isContinued ? have : 0;
            var buffer = new byte[1 << 17];
            int read;
            while ((read = await content.ReadAsync(buffer, patience.Token).ConfigureAwait(false)) > 0)
            {
                await output.WriteAsync(buffer.AsMemory(0, read), cancellation).ConfigureAwait(false);
                total += read;
                if (expected > 0 && total > expected)
                {
                    throw new IOException($"it is larger than {Numbers.Bytes(expected)}");
                }

                report(total, expected);
                patience.CancelAfter(Patience);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"nothing came for {Patience.TotalSeconds} seconds");
        }
    }
}
