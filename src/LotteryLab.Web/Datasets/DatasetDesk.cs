using System.Collections.Concurrent;
using LotteryLab.Engine;
using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Datasets.Downloads;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Words;

namespace LotteryLab.Web.Datasets;

/// <summary>Says where each data set stands, and fetches and reads them in the background. Stopping the app stops a download; the next one goes on where it stopped.</summary>
internal sealed class DatasetDesk(ComponentCatalog catalog, DatasetFolder folder, DatasetReports reports, DatasetReader reader, DatasetTransport transport, TimeProvider time, ILogger<DatasetDesk> log) : IHostedService
{
    private readonly ConcurrentDictionary<string, DatasetJob> jobs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, LotteryLabException> failures = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, byte> running = new();

    /// <summary>All data sets by name.</summary>
    public IReadOnlyList<DatasetStatus> All() => [.. catalog.Entries(typeof(IDatasetSource)).Select(StatusOf)];

    /// <summary>One data set.</summary>
    /// <exception cref="LotteryLabException">There is none of that name.</exception>
    public DatasetStatus Find(string name) => StatusOf(Entry(name));

    /// <summary>Starts to fetch what is missing, then reads it.</summary>
    /// <exception cref="LotteryLabException">There is nothing to download, or no room for it.</exception>
    public DatasetStatus Download(string name)
    {
        var entry = Entry(name);
        var source = (IDatasetSource)entry.Component;
        var bytes = source.RemoteFiles.Sum(file => file.Bytes);
        if (bytes == 0 && source.RemoteFiles.Count == 0)
        {
            throw new LotteryLabException("dataset.no-download", $"{source.Descriptor.Title} has nothing to download.", "Use it as it is.");
        }

        Directory.CreateDirectory(folder.Roots[0]);
        var free = new DriveInfo(folder.Roots[0]).AvailableFreeSpace;

        // An archive and what it unpacks to lie side by side for a moment.
        if (free < 2 * bytes)
        {
            throw new LotteryLabException("disk.full", $"The data folder's disk has {Numbers.Bytes(free)} free; {source.Descriptor.Title} needs about {Numbers.Bytes(2 * bytes)}.", "Free space, or name another folder in LOTTERYLAB_DATA.");
        }

        Start(entry, new DatasetJob(DatasetState.Downloading, source.RemoteFiles, time), FetchAsync);
        return Find(name);
    }

    /// <summary>Starts to read everything again.</summary>
    /// <exception cref="LotteryLabException">The files are not here.</exception>
    public DatasetStatus Verify(string name)
    {
        var entry = Entry(name);
        _ = FilesOf(entry);
        Start(entry, new DatasetJob(DatasetState.Verifying, [], time), ReadAsync);
        return Find(name);
    }

    /// <summary>Reads what is here and was never read, so that a page that is opened soon has something to show.</summary>
    public void LookOver()
    {
        foreach (var status in All().Where(status => status.State == DatasetState.Unchecked))
        {
            Verify(status.Name);
        }
    }

    /// <summary>Stops what is being done. False when nothing is.</summary>
    public bool Cancel(string name)
    {
        if (!jobs.TryGetValue(Entry(name).Name, out var job))
        {
            return false;
        }

        job.Cancel();
        return true;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var job in jobs.Values)
        {
            job.Cancel();
        }

        await Task.WhenAll(running.Keys).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private CatalogEntry Entry(string name) => catalog.Entry(typeof(IDatasetSource), name);

    private void Start(CatalogEntry entry, DatasetJob job, Func<CatalogEntry, DatasetJob, Task> work)
    {
        if (!jobs.TryAdd(entry.Name, job))
        {
            // It is being done already: asking twice changes nothing.
            job.Dispose();
            return;
        }

        failures.TryRemove(entry.Name, out _);
        var task = RunAsync(entry, job, work);
        running.TryAdd(task, 0);
        _ = task.ContinueWith(ended => running.TryRemove(ended, out _), TaskScheduler.Default);
    }

    private async Task RunAsync(CatalogEntry entry, DatasetJob job, Func<CatalogEntry, DatasetJob, Task> work)
    {
        await Task.Yield();
        try
        {
            await work(entry, job);
        }
        catch (OperationCanceledException) when (job.Cancellation.IsCancellationRequested)
        {
            // Somebody asked for it; what is there is kept.
        }
        catch (LotteryLabException failure)
        {
            failures[entry.Name] = failure;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or HttpRequestException)
        {
            failures[entry.Name] = new LotteryLabException("dataset.failed", problem.Message, "Check the disk and the connection, then try again.", problem);
        }
        catch (Exception defect)
        {
            log.LogError(defect, "The data set {Dataset} could not be prepared", entry.Name);
            failures[entry.Name] = new LotteryLabException("dataset.defect", "The server failed at this.", "The log of the server has the details; please report it.", defect);
        }
        finally
        {
            jobs.TryRemove(entry.Name, out _);
            job.Dispose();
        }
    }

    private async Task FetchAsync(CatalogEntry entry, DatasetJob job)
    {
        await new DatasetDownloader(transport.Client).DownloadAsync((IDatasetSource)entry.Component, folder, job, job.Cancellation);
        job.Read();
        await ReadAsync(entry, job);
    }

    private async Task ReadAsync(CatalogEntry entry, DatasetJob job)
    {
        var stamp = DatasetReports.StampOf(entry.Name, FilesOf(entry));
        var (report, sheet) = await reader.ReadAsync(entry, stamp, job.Cancellation);
        await reports.KeepAsync(entry.Name, report, sheet, job.Cancellation);
    }

    private IReadOnlyList<string> FilesOf(CatalogEntry entry) =>
        entry.Component is IDatasetFiles files ? files.Files(entry.WithDefaults().Options, folder) : [];

    private DatasetStatus StatusOf(CatalogEntry entry)
    {
        var source = (IDatasetSource)entry.Component;
        var status = new DatasetStatus(entry.Name, DatasetState.Missing, "", "", source.RemoteFiles.Count > 0, source.RemoteFiles.Sum(file => file.Bytes), null, null);
        if (jobs.TryGetValue(entry.Name, out var job))
        {
            return status with { State = job.State, Transfer = job.Transfer, Sentence = job.State == DatasetState.Verifying ? "Reading everything and holding it against the published sums." : "Downloading." };
        }

        var failure = failures.GetValueOrDefault(entry.Name);
        try
        {
            var report = reports.Find(entry.Name, DatasetReports.StampOf(entry.Name, FilesOf(entry)));
            return (failure, report) switch
            {
                ({ } known, _) => status with { State = DatasetState.Broken, Sentence = known.Problem, Fix = known.Fix, Report = report },
                (_, null) => status with { State = DatasetState.Unchecked, Sentence = "The files are here; nobody has read them yet.", Fix = "Verify reads them completely." },
                (_, { Problem.Length: > 0 }) => status with { State = DatasetState.Broken, Sentence = report.Problem, Fix = report.Fix, Report = report },
                _ => status with { State = DatasetState.Ready, Sentence = "", Report = report },
            };
        }
        catch (LotteryLabException missing)
        {
            return failure is not null
                ? status with { State = DatasetState.Broken, Sentence = failure.Problem, Fix = failure.Fix }
                : status with { Sentence = MissingSentence(source, missing), Fix = source.RemoteFiles.Count > 0 ? "" : missing.Fix };
        }
    }

    private string MissingSentence(IDatasetSource source, LotteryLabException missing)
    {
        if (source.RemoteFiles.Count == 0)
        {
            return missing.Problem;
        }

        var total = source.RemoteFiles.Sum(file => file.Bytes);
        var have = source.RemoteFiles.Sum(file => SizeOf(folder.Find(file.RelativePath)) + SizeOf(folder.Find(file.RelativePath + ".part")));
        return have > 0
            ? $"{Numbers.Bytes(have)} of {Numbers.Bytes(total)} are here; a download goes on from there."
            : $"{source.Descriptor.Title} is not on this server. Download {Numbers.Bytes(total)} now, or import its files.";
    }

    private static long SizeOf(string? path) => path is null ? 0 : new FileInfo(path).Length;
}

/// <summary>How data sets are fetched. Tests give their own, so that none needs the internet.</summary>
/// <param name="Client">The client; it has no limit on the whole time, because a large file over a slow line takes hours.</param>
internal sealed record DatasetTransport(HttpClient Client)
{
    /// <summary>The real one.</summary>
    public static DatasetTransport Create() =>
        new(new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(30), PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan });
}
