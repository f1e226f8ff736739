using LotteryLab.Engine;
using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Datasets.Downloads;
using LotteryLab.Engine.Datasets.Tensors;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Web.Datasets;

/// <summary>Reads a data set completely and says what it holds. Uses the engine's readers of files, which know nothing of tensors.</summary>
internal sealed class DatasetReader(DatasetFolder folder, TimeProvider time) : IDisposable
{
    // A set may fill hundreds of megabytes while it is read: one at a time.
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>Reads and judges; damage is a report, not an exception.</summary>
    public async Task<(DatasetReport Report, byte[] Sheet)> ReadAsync(CatalogEntry entry, string stamp, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            var source = (IDatasetSource)entry.Component;
            var checks = await CheckAsync(source, cancellation);
            var options = (DatasetOptions)entry.WithDefaults().Options;
            var data = await Task.Run(() => source.Load(options, folder, cancellation), cancellation);
            return (new DatasetReport(stamp, time.GetUtcNow(), "", "", checks, ContentOf(source, options, data)), SampleSheet.Draw(data));
        }
        catch (LotteryLabException damage)
        {
            return (new DatasetReport(stamp, time.GetUtcNow(), damage.Problem, damage.Fix, [], null), []);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    private async Task<IReadOnlyList<DatasetFileCheck>> CheckAsync(IDatasetSource source, CancellationToken cancellation)
    {
        var checks = new List<DatasetFileCheck>();
        foreach (var file in source.RemoteFiles)
        {
            // Archives are deleted when they are unpacked, and people may unpack files themselves: only what is here can be summed.
            if (folder.Find(file.RelativePath) is not { } path)
            {
                continue;
            }

            var sum = await FileChecksum.OfAsync(path, file, cancellation);
            if (!sum.IsIntact)
            {
                throw new LotteryLabException(
                    "dataset.checksum",
                    $"The file {Path.GetFileName(path)} is not the published one: its {sum.Algorithm} should be {sum.Expected} and is {sum.Found}.",
                    path.StartsWith(folder.Roots[0], StringComparison.Ordinal) ? "Download the data set again: this file is replaced." : $"Delete {path} and download the data set again.");
            }

            checks.Add(new DatasetFileCheck(Path.GetFileName(path), new FileInfo(path).Length, sum.Algorithm, sum.Found));
        }

        return checks;
    }

    private static DatasetContent ContentOf(IDatasetSource source, DatasetOptions options, RawDataset data)
    {
        var (facts, train, test) = (data.Facts, new int[data.Facts.Classes], new int[data.Facts.Classes]);
        foreach (var label in data.TrainLabels)
        {
            train[label]++;
        }

        foreach (var label in data.TestLabels)
        {
            test[label]++;
        }

        var scaling = source.KnownScaling ?? ChannelScaling.Measure(data.TrainImages, facts.Shape, [.. Enumerable.Range(0, facts.TrainCount)]);
        return new DatasetContent(
            facts.Shape.Channels,
            facts.Shape.Height,
            facts.Shape.Width,
            facts.TrainCount,
            Math.Min(options.Validation, facts.TrainCount),
            facts.TestCount,
            facts.Fingerprint,
            scaling.Mean,
            scaling.Deviation,
            source.KnownScaling is not null,
            [.. data.ClassNames.Select((name, label) => new ClassCount(name, train[label], test[label]))]);
    }
}
