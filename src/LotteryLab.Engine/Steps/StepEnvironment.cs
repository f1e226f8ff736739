using LotteryLab.Engine.Architectures;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Datasets.Tensors;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Specs;
using TorchSharp;

namespace LotteryLab.Engine.Steps;

/// <summary>What the steps of one process share.</summary>
public sealed record StepEnvironment
{
    /// <summary>Everything that a spec can name.</summary>
    public required ComponentCatalog Catalog { get; init; }

    /// <summary>Device that trains.</summary>
    public required torch.Device Device { get; init; }

    /// <summary>Where data files are looked for.</summary>
    public required DatasetFolder DataFolder { get; init; }

    /// <summary>Loaded data sets, one copy for all lanes.</summary>
    public required DatasetCache Datasets { get; init; }

    /// <summary>Clock for checkpoints and journals.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Shortest time between two checkpoints inside a training step; a crash costs at most about this much work.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>LibTorch threads of each lane. One is best when lanes run side by side: small layers lose more by waiting than they gain.</summary>
    public int ThreadsPerLane { get; init; } = 1;

    /// <summary>
    /// Process deaths in the middle of one step after which it is refused with a reason; 0 (a person at the command line) never refuses.
    /// A supervisor that restarts workers by itself sets it, so that one bad step does not kill workers for ever.
    /// </summary>
    public int MaximumCrashes { get; init; }

    /// <summary>Hears how far running steps are; called on their threads.</summary>
    public Action<StepKey, long>? OnIteration { get; init; }

    /// <summary>Builds a network that a step names.</summary>
    public NetworkDefinition Build(NetworkReference network) =>
        Catalog.Find<IArchitecture>(network.Architecture.Name).Build(network.Architecture.Options, network.Input, network.Classes);

    /// <summary>The data set that a step names, loaded once for all lanes.</summary>
    public DatasetLease OpenDataset(DatasetReference dataset, CancellationToken cancellation)
    {
        var (source, options) = (Catalog.Find<IDatasetSource>(dataset.Dataset.Name), dataset.Dataset.OptionsAs<DatasetOptions>());
        if (Datasets.FindLoaded(source, options, dataset.Fingerprint, Device) is { } loaded)
        {
            return loaded;
        }

        var lease = Datasets.Open(source, options, DataFolder, Device, cancellation);
        if (lease.Data.Facts.Fingerprint == dataset.Fingerprint)
        {
            return lease;
        }

        lease.Dispose();
        throw new LotteryLabException("dataset.changed", $"The data set '{dataset.Dataset.Name}' is not the one that the experiment was planned with.", "Put the old files back, or run the spec again: it is planned anew with the data that is there now.");
    }
}
