using LotteryLab.Engine.Datasets.Tensors;
using LotteryLab.Engine.Randomness;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Training;

/// <summary>
/// The batches of a run as a pure function of (noise seed, batch number): one permutation an epoch, the last, smaller batch included, and
/// random changes to the images drawn for each batch. So a run can start and resume at any batch.
/// </summary>
internal sealed class BatchStream(TensorDataset data, int batchSize, long noiseSeed) : IDisposable
{
    private readonly long orderRoot = SeedTree.Derive(noiseSeed, "data-order");
    private readonly long augmentationRoot = SeedTree.Derive(noiseSeed, "augmentation");
    private readonly BatchBuffer? buffer = data.IsGatheredInPlace ? new BatchBuffer(data.Shape) : null;
    private readonly int[] positions = new int[data.IsGatheredInPlace ? data.TrainCount : 0];
    private long epochOfPositions = -1;
    private long epochOfOrder = -1;
    private Tensor? order;
    private Tensor? draws;

    internal long BatchesPerEpoch { get; } = (data.TrainCount + batchSize - 1) / batchSize;

    /// <summary>Images and labels of a batch. They last until the next call or to the end of the current dispose scope, whichever comes first.</summary>
    internal (Tensor Images, Tensor Labels) Take(long batch)
    {
        if (buffer is null)
        {
            var indices = Indices(batch);
            return data.TrainBatch(indices, draws?.narrow(0, Place(batch).Start, indices.shape[0]));
        }

        var (epoch, start, count) = Place(batch);
        if (epoch != epochOfPositions)
        {
            TensorDataset.Order(orderRoot, epoch, positions);
            epochOfPositions = epoch;
        }

        return data.TrainBatch(positions.AsSpan(start, count), SeedOf(augmentationRoot, batch), buffer);
    }

    /// <summary>Order in which an epoch visits the training images.</summary>
    internal long[] OrderOf(long epoch) => TensorDataset.Order(orderRoot, epoch, data.TrainCount);

    /// <summary>What augmentation does to each image of an epoch, in the order of the visit; see <see cref="TensorDataset.DrawAugmentation"/>.</summary>
    internal long[] DrawsOf(long epoch)
    {
        var draws = new long[data.TrainCount * BatchAugmentation.DrawsPerImage];
        for (var batch = epoch * BatchesPerEpoch; batch < (epoch + 1) * BatchesPerEpoch; batch++)
        {
            var (_, start, count) = Place(batch);
            data.DrawAugmentation(SeedOf(augmentationRoot, batch), draws.AsSpan(start * BatchAugmentation.DrawsPerImage, count * BatchAugmentation.DrawsPerImage));
        }

        return draws;
    }

    /// <summary>Seed number <paramref name="index"/> below a root; counter based, because hashing text at every step would cost more than it is worth.</summary>
    internal static long SeedOf(long root, long index) => CounterRandom.Fork(root, index);

    public void Dispose()
    {
        order?.Dispose();
        draws?.Dispose();
        buffer?.Dispose();
    }

    /// <summary>Where the images of a batch stand in the order of its epoch.</summary>
    internal (long Epoch, int Start, int Count) Place(long batch)
    {
        var (epoch, position) = Math.DivRem(batch, BatchesPerEpoch);
        var start = (int)(position * batchSize);
        return (epoch, start, Math.Min(batchSize, data.TrainCount - start));
    }

    private Tensor Indices(long batch)
    {
        var (epoch, start, count) = Place(batch);
        if (order is null || epoch != epochOfOrder)
        {
            order?.Dispose();
            draws?.Dispose();
            // Both go to the device once an epoch, so that no batch waits for a copy.
            order = tensor(OrderOf(epoch), device: data.Device).DetachFromDisposeScope();
            draws = data.IsAugmented ? tensor(DrawsOf(epoch), [data.TrainCount, BatchAugmentation.DrawsPerImage], device: data.Device).DetachFromDisposeScope() : null;
            epochOfOrder = epoch;
        }

        return order.narrow(0, start, count);
    }
}
