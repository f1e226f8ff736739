using LotteryLab.Data.Ingest;
using LotteryLab.Data.Stores;
using LotteryLab.Engine;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Transfer;

namespace LotteryLab.Web.Transfer;

/// <summary>Sends experiments to other servers and takes in theirs, one file each.</summary>
internal sealed class TransferService(ExperimentStore experiments, JournalFollower follower, Laboratory laboratory, TransferSettings settings, TimeProvider time) : IDisposable
{
    private const int BufferBytes = 1 << 16;

    // Checking a bundle may take a gigabyte of memory: one at a time.
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>The experiment as a file, or null when there is none of that id. The stream deletes its file when it is closed.</summary>
    /// <exception cref="LotteryLabException">It has no plan yet, or is too large for one file.</exception>
    public async Task<Stream?> ExportAsync(string id, CancellationToken cancellation)
    {
        if (await experiments.FindAsync(id, cancellation) is not { } detail)
        {
            return null;
        }

        var path = Path.Combine(laboratory.ExperimentsFolder, detail.Summary.Id);
        if (!File.Exists(Path.Combine(path, "plan.json")))
        {
            throw new LotteryLabException("bundle.nothing-yet", $"'{detail.Summary.Name}' has not been started: there is nothing to export.", "Start it, or copy its spec.");
        }

        var labels = new ExportLabels(ProgramVersion.Text, settings.Name, time.GetUtcNow()) { Name = detail.Summary.Name, Notes = detail.Notes, Tags = detail.Summary.Tags };
        var file = Temporary("export");
        try
        {
            await Task.Run(() => ExperimentExport.Write(laboratory, path, labels, file, cancellation), cancellation);
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes in a file that somebody uploads.</summary>
    /// <exception cref="LotteryLabException">It is damaged, too large, of another version, or holds something impossible.</exception>
    public async Task<ImportOutcome> ImportAsync(Stream upload, string source, string by, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            await using var file = Temporary("upload");
            await CopyAsync(upload, file, cancellation);
            file.Position = 0;
            var imported = await Task.Run(() => ExperimentImport.Run(laboratory, file, source, by, settings.Limits, time, cancellation), cancellation);
            await follower.FollowAsync(imported.Id, cancellation);
            return new ImportOutcome(imported.Id, imported.IsNew);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    private async Task CopyAsync(Stream upload, FileStream file, CancellationToken cancellation)
    {
        var buffer = new byte[BufferBytes];
        int count;
        while ((count = await upload.ReadAsync(buffer, cancellation)) > 0)
        {
            if (file.Length + count > settings.Limits.LargestBundle)
            {
                throw new LotteryLabException("bundle.too-large", $"The upload has more than {settings.Limits.LargestBundle >> 20} MB.", "Ask whoever runs this server for a larger limit (LotteryLab:LargestBundleMegabytes).");
            }

            await file.WriteAsync(buffer.AsMemory(0, count), cancellation);
        }
    }

    // On the laboratory's own disk: temporary folders are often small.
    private FileStream Temporary(string kind)
    {
        var folder = Directory.CreateDirectory(Path.Combine(laboratory.Root, "uploads"));
        return new FileStream(Path.Combine(folder.FullName, $"{kind}-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferBytes, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
    }
}

/// <summary>What an import led to.</summary>
/// <param name="Id">The imported experiment.</param>
/// <param name="IsNew">False when the same file had been imported before.</param>
internal sealed record ImportOutcome(string Id, bool IsNew);
