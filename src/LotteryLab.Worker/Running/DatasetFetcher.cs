using LotteryLab.Engine;
using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Datasets.Downloads;
using LotteryLab.Engine.Words;
using Spectre.Console;

namespace LotteryLab.Worker.Running;

/// <summary>Shows the download of a data set: a bar for each file on a terminal, a line for each file elsewhere.</summary>
internal static class DatasetFetcher
{
    /// <summary>Fetches what is missing.</summary>
    /// <exception cref="LotteryLabException">No mirror gave a file that is what it should be.</exception>
    public static async Task FetchAsync(IDatasetSource source, DatasetFolder folder, Session session, CancellationToken cancellation)
    {
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        var downloader = new DatasetDownloader(client);
        if (!session.IsTerminal)
        {
            await downloader.DownloadAsync(source, folder, new FileLines(session), cancellation).ConfigureAwait(false);
            return;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(session.Output) });
        await console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .StartAsync(progress => downloader.DownloadAsync(source, folder, new FileBars(progress), cancellation)).ConfigureAwait(false);
    }

    // Progress<T> would report from pool threads, in any order.
    private sealed class FileLines(Session session) : IProgress<DownloadProgress>
    {
        private string current = "";

        public void Report(DownloadProgress value)
        {
            if (value.File != current)
            {
                current = value.File;
                session.Line($"{value.File} ({(value.TotalBytes > 0 ? Numbers.Bytes(value.TotalBytes) : "unknown size")})");
            }
        }
    }

    private sealed class FileBars(ProgressContext context) : IProgress<DownloadProgress>
    {
        private readonly Dictionary<string, ProgressTask> bars = [];

        public void Report(DownloadProgress value)
        {
            if (!bars.TryGetValue(value.File, out var bar))
            {
                bars[value.File] = bar = context.AddTask(Markup.Escape(Path.GetFileName(value.File)), maxValue: Math.Max(1, value.TotalBytes));
            }

            bar.Value = value.Bytes;
        }
    }
}
