using LotteryLab.Engine.Datasets.Tensors;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Training.Batched;

/// <summary>The batches of several replicates, each in the order and with the augmentation that its own noise seed gives it alone.</summary>
internal sealed class BatchedBatches : IDisposable
{
    private readonly TensorDataset data;
    private readonly BatchStream[] streams;
    private long epochThere = -1;
    private Tensor? order;
    private Tensor? draws;

    internal BatchedBatches(TensorDataset data, int batchSize, IEnumerable<long> noiseSeeds)
    {
        this.data = data;
        streams = [.. noiseSeeds.Select(seed => new BatchStream(data, batchSize, seed))];
    }

    internal long BatchesPerEpoch => streams[0].BatchesPerEpoch;

    /// <summary>Images [R, N, C, H, W] and labels [R, N] of a batch, in the current dispose scope.</summary>
    internal (Tensor Images, Tensor Labels) Take(long batch)
    {
        if (data.IsGatheredInPlace)
        {
            var pairs = Array.ConvertAll(streams, stream => stream.Take(batch));
            return (stack([.. pairs.Select(pair => pair.Images)]), stack([.. pairs.Select(pair => pair.Labels)]));
        }

        var (epoch, start, count) = streams[0].Place(batch);
        Prepare(epoch);
        var (images, labels) = data.TrainBatch(order!.narrow(1, start, count).flatten(), draws?.narrow(1, start, count).flatten(0, 1));
        return (images.unflatten(0, [streams.Length, count]), labels.unflatten(0, [streams.Length, count]));
    }

    public void Dispose()
    {
        order?.Dispose();
        draws?.Dispose();
        foreach (var stream in streams)
        {
            stream.Dispose();
        }
    }

    // Everything that an epoch needs goes to the device once.
    private void Prepare(long epoch)
    {
        if (epoch == epochThere)
        {
            return;
        }

        order?.Dispose();
        draws?.Dispose();
        order = tensor([.. streams.SelectMany(stream => stream.OrderOf(epoch))], [streams.Length, data.TrainCount], device: data.Device).DetachFromDisposeScope();
        draws = data.IsAugmented
            ? tensor([.. streams.SelectMany(stream => stream.DrawsOf(epoch))], [streams.Length, data.TrainCount, BatchAugmentation.DrawsPerImage], device: data.Device).DetachFromDisposeScope()
            : null;
        epochThere = epoch;
    }
}
