using BenchmarkDotNet.Attributes;
using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Datasets.Tensors;
using LotteryLab.Engine.Networks;
using TorchSharp;

namespace LotteryLab.MicroBench;

/// <summary>A batch of MNIST-sized images out of 12,000, in random order.</summary>
public class BatchGather
{
    private const int Images = 12_000;
    private TensorDataset data = null!;
    private torch.Tensor order = null!;
    private long position;

    [Params(60, 128)]
    public int BatchSize { get; set; }

    /// <summary>Whether images are kept as bytes and scaled batch by batch, as sets of more than a gigabyte are.</summary>
    [Params(false, true)]
    public bool StoredAsBytes { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        var shape = new ImageShape(1, 28, 28);
        var raw = new RawDataset(new DatasetFacts(shape, 10, Images, 10, "random"), Bytes(Images * shape.Count, 256), Bytes(Images, 10), Bytes(10 * shape.Count, 256), Bytes(10, 10), []);
        data = new TensorDataset(raw, new DatasetOptions { Validation = 0 }, torch.CPU, floatStorageLimitBytes: StoredAsBytes ? 0 : long.MaxValue);
        order = torch.tensor(TensorDataset.Order(1, 0, data.TrainCount)).DetachFromDisposeScope();

        byte[] Bytes(int count, int limit) => [.. Enumerable.Range(0, count).Select(_ => (byte)random.Next(limit))];
    }

    [Benchmark]
    public void Gather()
    {
        using var scope = torch.NewDisposeScope();
        data.TrainBatch(order.narrow(0, position, BatchSize), 1);
        position = (position + BatchSize) % (Images - BatchSize);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        order.Dispose();
        data.Dispose();
    }
}
