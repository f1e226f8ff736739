using LotteryLab.Engine.Datasets.Tensors;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Datasets;

/// <summary>Base of data sets with a typed options record.</summary>
public abstract class DatasetSource<TOptions> : IDatasetSource
    where TOptions : DatasetOptions, new()
{
    /// <inheritdoc/>
    public abstract Descriptor Descriptor { get; }

    /// <inheritdoc/>
    public Type OptionsType => typeof(TOptions);

    /// <inheritdoc/>
    public abstract string Licence { get; }

    /// <inheritdoc/>
    public virtual IReadOnlyList<RemoteFile> RemoteFiles => [];

    /// <inheritdoc/>
    public virtual ChannelScaling? KnownScaling => null;

    /// <inheritdoc/>
    public DatasetFacts Describe(object options, DatasetFolder folder) => Describe((TOptions)options, folder);

    /// <inheritdoc/>
    public RawDataset Load(object options, DatasetFolder folder, CancellationToken cancellation) => Load((TOptions)options, folder, cancellation);

    /// <summary>Facts from typed options.</summary>
    protected abstract DatasetFacts Describe(TOptions options, DatasetFolder folder);

    /// <summary>Images and labels from typed options.</summary>
    protected abstract RawDataset Load(TOptions options, DatasetFolder folder, CancellationToken cancellation);
}
