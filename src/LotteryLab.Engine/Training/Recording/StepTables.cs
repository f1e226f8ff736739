using LotteryLab.Engine.Datasets;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Training.Recording;

/// <summary>
/// What the steps of an epoch need from the host, written to the device once an epoch: which image comes when, what augmentation does to
/// it, and each step's numbers. A step finds its own part by a place on the device that it moves on itself.
/// </summary>
internal sealed class StepTables : IDisposable
{
    private readonly BatchStream batches;
    private readonly int batchSize;
    private readonly int numberCount;
    private readonly Tensor firstRows;
    private readonly Tensor rows;
    private readonly Tensor stepOfEpoch;
    private readonly Tensor order;
    private readonly Tensor? draws;
    private readonly Tensor numbers;

    internal StepTables(TensorDataset data, BatchStream batches, int batchSize, int numberCount)
    {
        (this.batches, this.batchSize, this.numberCount) = (batches, batchSize, numberCount);
        using var scope = torch.NewDisposeScope();
        firstRows = Keep(torch.arange(batchSize, ScalarType.Int64, data.Device));
        rows = Keep(torch.zeros([batchSize], ScalarType.Int64, data.Device));
        stepOfEpoch = Keep(torch.zeros([1], ScalarType.Int64, data.Device));
        order = Keep(torch.zeros([data.TrainCount], ScalarType.Int64, data.Device));
        draws = data.IsAugmented ? Keep(torch.zeros([data.TrainCount, BatchAugmentation.DrawsPerImage], ScalarType.Int64, data.Device)) : null;
        numbers = Keep(torch.zeros([batches.BatchesPerEpoch, numberCount], ScalarType.Float32, data.Device));
    }

    /// <summary>Writes an epoch's tables and goes to one of its batches.</summary>
    /// <param name="epoch">Number of the epoch.</param>
    /// <param name="first">Batch of the epoch that comes next.</param>
    /// <param name="write">Writes the numbers of the step that comes so many steps after the next one.</param>
    internal void Load(long epoch, long first, NumberWriter write)
    {
        using var scope = torch.NewDisposeScope();
        order.copy_(batches.OrderOf(epoch));
        if (draws is not null)
        {
            draws.copy_(torch.tensor(batches.DrawsOf(epoch), draws.shape));
        }

        var table = new float[batches.BatchesPerEpoch * numberCount];
        for (var batch = first; batch < batches.BatchesPerEpoch; batch++)
        {
            write(table.AsSpan((int)(batch * numberCount), numberCount), batch - first);
        }

        numbers.copy_(torch.tensor(table, numbers.shape));
        rows.copy_(firstRows.add(first * batchSize));
        stepOfEpoch.fill_(first);
    }

    /// <summary>Positions of the batch's images among the training images, in the current dispose scope.</summary>
    /// <param name="count">Images of the batch; fewer than usual at the end of an epoch.</param>
    internal Tensor Indices(int count) => order.index_select(0, Rows(count));

    /// <summary>What augmentation does to them; null without augmentation.</summary>
    internal Tensor? Draws(int count) => draws?.index_select(0, Rows(count));

    /// <summary>The numbers of the step.</summary>
    internal Tensor Numbers() => numbers.index_select(0, stepOfEpoch).view(numberCount);

    /// <summary>Goes to the next batch of the epoch, on the device.</summary>
    internal void MoveOn()
    {
        rows.add_(batchSize);
        stepOfEpoch.add_(1);
    }

    public void Dispose()
    {
        foreach (var tensor in new[] { firstRows, rows, stepOfEpoch, order, draws, numbers })
        {
            tensor?.Dispose();
        }
    }

    private static Tensor Keep(Tensor tensor) => tensor.DetachFromDisposeScope();

    private Tensor Rows(int count) => count == batchSize ? rows : rows.narrow(0, 0, count);
}

/// <summary>Writes the numbers of a step that comes <paramref name="ahead"/> steps after the next one.</summary>
internal delegate void NumberWriter(Span<float> numbers, long ahead);
