using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Datasets.Downloads;

namespace LotteryLab.Web.Datasets;

/// <summary>One download or reading that is under way.</summary>
/// <param name="state">What is being done.</param>
/// <param name="files">Files of the set, for the sum of their sizes.</param>
/// <param name="time">Clock of the rate.</param>
internal sealed class DatasetJob(DatasetState state, IReadOnlyList<RemoteFile> files, TimeProvider time) : IProgress<DownloadProgress>, IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);
    private readonly Lock gate = new();
    private readonly CancellationTokenSource cancelled = new();
    private DatasetTransfer? transfer;
    private (long At, long Bytes)? window;
    private double rate;

    /// <summary>What is being done.</summary>
    public DatasetState State { get; private set; } = state;

    /// <summary>Ends the job.</summary>
    public CancellationToken Cancellation => cancelled.Token;

    /// <summary>How far it is; null while nothing has arrived.</summary>
    public DatasetTransfer? Transfer
    {
        get
        {
            lock (gate)
            {
                return State == DatasetState.Downloading ? transfer : null;
            }
        }
    }

    /// <summary>Asks it to stop; what is there is kept.</summary>
    public void Cancel()
    {
        try
        {
            cancelled.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended at this very moment.
        }
    }

    /// <summary>Goes over to reading what was fetched.</summary>
    public void Read()
    {
        lock (gate)
        {
            State = DatasetState.Verifying;
        }
    }

    public void Report(DownloadProgress value)
    {
        lock (gate)
        {
            var before = files.TakeWhile(file => file.RelativePath != value.File).Sum(file => file.Bytes);
            var total = files.All(file => file.Bytes > 0) ? files.Sum(file => file.Bytes) : files.Count == 1 ? value.TotalBytes : 0;
            var bytes = before + value.Bytes;
            if (window is not { } start || bytes < start.Bytes)
            {
                window = (time.GetTimestamp(), bytes);
            }
            else if (time.GetElapsedTime(start.At) is var elapsed && elapsed >= Window)
            {
                rate = (bytes - start.Bytes) / elapsed.TotalSeconds;
                window = (time.GetTimestamp(), bytes);
            }

            transfer = new DatasetTransfer(value.File, bytes, total, rate);
        }
    }

    public void Dispose() => cancelled.Dispose();
}
