using TorchSharp;

namespace LotteryLab.Engine.Datasets.Tensors;

/// <summary>
/// Data sets of one process, one copy for all training threads with the same content, options and device. Unused ones stay for the next
/// step until there are more than <paramref name="idleLimit"/>.
/// </summary>
/// <param name="idleLimit">Unused data sets that are kept.</param>
public sealed class DatasetCache(int idleLimit = 1) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<Key, Entry> entries = [];
    private long clock;
    private bool disposed;

    /// <summary>Data sets in memory now, used or idle.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return entries.Count;
            }
        }
    }

    /// <summary>The data set, loaded unless another thread has it already. Dispose the lease when the step ends.</summary>
    /// <exception cref="LotteryLabException">As <see cref="IDatasetSource.Load"/>; the next call tries again.</exception>
    public DatasetLease Open(IDatasetSource source, DatasetOptions options, DatasetFolder folder, torch.Device device, CancellationToken cancellation = default)
    {
        var key = new Key(source.Descriptor.Name, source.Describe(options, folder).Fingerprint, options, device.ToString());
        Entry entry;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (!entries.TryGetValue(key, out entry!))
            {
                entries[key] = entry = new Entry(key);
            }

            entry.Users++;
        }

        try
        {
            // Only threads that want the same data set wait for each other.
            lock (entry.Loading)
            {
                entry.Data ??= Load(source, options, folder, device, cancellation);
            }

            return new DatasetLease(entry.Data, () => Release(entry));
        }
        catch
        {
            Release(entry);
            throw;
        }
    }

    /// <summary>
    /// The data set if it is in memory with this content; null otherwise. Its files are not looked at: whoever has the content that was planned with
    /// needs them no more, even when they are gone.
    /// </summary>
    public DatasetLease? FindLoaded(IDatasetSource source, DatasetOptions options, string fingerprint, torch.Device device)
    {
        Entry? entry;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (!entries.TryGetValue(new Key(source.Descriptor.Name, fingerprint, options, device.ToString()), out entry))
            {
                return null;
            }

            entry.Users++;
        }

        TensorDataset? data;
        lock (entry.Loading)
        {
            data = entry.Data;
        }

        // The files may have changed between the look at them and their reading.
        if (data?.Facts.Fingerprint == fingerprint)
        {
            return new DatasetLease(data!, () => Release(entry));
        }

        Release(entry);
        return null;
    }

    /// <summary>Frees idle data sets now and those in use when their last lease ends.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            Evict(0);
        }
    }

    private static TensorDataset Load(IDatasetSource source, DatasetOptions options, DatasetFolder folder, torch.Device device, CancellationToken cancellation)
    {
        var data = new TensorDataset(source.Load(options, folder, cancellation), options, device, source.KnownScaling);
        if (device.type == DeviceType.CUDA)
        {
            // Other lanes read it on streams of their own, which do not wait for the one that scaled it: reading anything back does. Waiting for
            // the whole device would spoil a step that another lane is just recording.
            using var any = data.TrainLabels.narrow(0, 0, 1);
            any.cpu().Dispose();
        }

        return data;
    }

    private void Release(Entry entry)
    {
        lock (gate)
        {
            entry.Users--;
            entry.LastUse = ++clock;
            Evict(disposed ? 0 : idleLimit);
        }
    }

    private void Evict(int keep)
    {
        var idle = entries.Values.Where(entry => entry.Users == 0).OrderBy(entry => entry.Data is null ? -1 : entry.LastUse).ToList();
        var failed = idle.Count(entry => entry.Data is null);
        foreach (var entry in idle.Take(Math.Max(failed, idle.Count - keep)))
        {
            entries.Remove(entry.Key);
            entry.Data?.Dispose();
        }
    }

    private sealed record Key(string Source, string Fingerprint, DatasetOptions Options, string Device);

    private sealed class Entry(Key key)
    {
        internal Key Key { get; } = key;

        internal Lock Loading { get; } = new();

        internal TensorDataset? Data { get; set; }

        internal int Users { get; set; }

        internal long LastUse { get; set; }
    }
}
