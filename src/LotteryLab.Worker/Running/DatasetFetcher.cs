using LotteryLab.Engine;
using LotteryLab.Engine.Datasets;
using LotteryLab.Worker.Text;
using Spectre.Console;

namespace LotteryLab.Worker.Running;

/// <summary>Downloads the files of a data set and unpacks archives, with a bar on a terminal and a line for each file elsewhere.</summary>
internal static class DatasetFetcher
{
    /// <summary>Fetches what is missing.</summary>
    /// <exception cref="LotteryLabException">No mirror gave a file that is what it should be.</exception>
    public static async Task FetchAsync(IDatasetSource source, DatasetFolder folder, Session session, CancellationToken cancellation)
    {
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        var download = new FileDownload(client);
        if (session.IsTerminal)
        {
            var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(session.Output) });
            await console.Progress()
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
                .StartAsync(progress => FetchAllAsync(source, folder, download, file =>
                {
                    var task = progress.AddTask(Markup.Escape(Path.GetFileName(file.RelativePath)), maxValue: Math.Max(1, file.Bytes));
                    return (bytes, _) => task.Value = bytes;
                }, cancellation)).ConfigureAwait(false);
            return;
        }

        await FetchAllAsync(source, folder, download, file =>
        {
            session.Line($"{file.RelativePath} ({(file.Bytes > 0 ? Numbers.Bytes(file.Bytes) : "unknown size")})");
            return (_, _) => { };
        }, cancellation).ConfigureAwait(false);
    }

    private static async Task FetchAllAsync(IDatasetSource source, DatasetFolder folder, FileDownload download, Func<RemoteFile, Action<long, long>> begin, CancellationToken cancellation)
    {
        foreach (var file in source.RemoteFiles)
        {
            var report = begin(file);
            var target = folder.Find(file.RelativePath);
            if (target is null || !await FileDownload.IsIntactAsync(target, file, cancellation).ConfigureAwait(false))
            {
                target = Path.Combine(folder.Roots[0], file.RelativePath);
                await download.FetchAsync(file, target, report, cancellation).ConfigureAwait(false);
            }

            report(file.Bytes, file.Bytes);
            if (target.EndsWith(".tar.gz", StringComparison.Ordinal))
            {
                TarArchive.Unpack(target, Path.GetDirectoryName(target)!);
            }
        }
    }
}
