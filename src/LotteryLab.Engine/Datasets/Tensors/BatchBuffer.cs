using LotteryLab.Engine.Networks;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Datasets.Tensors;

/// <summary>Memory for the batches of one training thread: one pair of tensors for each size of batch, of which an epoch has two at most.</summary>
internal sealed class BatchBuffer(ImageShape shape) : IDisposable
{
    private readonly Dictionary<int, (Tensor Images, Tensor Labels)> pairs = [];

    /// <summary>Images [count, C, H, W] as float32 and labels [count] as int64, with whatever the last batch of that size left in them.</summary>
    internal (Tensor Images, Tensor Labels) For(int count)
    {
        if (!pairs.TryGetValue(count, out var pair))
        {
            pair = (
                empty([count, shape.Channels, shape.Height, shape.Width], ScalarType.Float32).DetachFromDisposeScope(),
                empty([count], ScalarType.Int64).DetachFromDisposeScope());
            pairs.Add(count, pair);
        }

        return pair;
    }

    public void Dispose()
    {
        foreach (var (images, labels) in pairs.Values)
        {
            images.Dispose();
            labels.Dispose();
        }
    }
}
