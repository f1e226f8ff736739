namespace LotteryLab.Engine.Datasets.Tensors;

/// <summary>Right to use a cached data set; disposing it gives the right back and frees the data set when nobody else needs it.</summary>
public sealed class DatasetLease : IDisposable
{
    private Action? release;

    internal DatasetLease(TensorDataset data, Action release)
    {
        Data = data;
        this.release = release;
    }

    /// <summary>The shared data set; do not dispose it.</summary>
    public TensorDataset Data { get; }

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref release, null)?.Invoke();
}
