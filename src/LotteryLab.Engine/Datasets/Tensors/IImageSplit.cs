using TorchSharp;

namespace LotteryLab.Engine.Datasets.Tensors;

/// <summary>The images of one split as they lie in memory.</summary>
internal interface IImageSplit : IDisposable
{
    /// <summary>Bytes that the images take and that would not be there without this split.</summary>
    long Bytes { get; }

    /// <summary>A range of images [count, C, H, W], scaled, float32, in the current dispose scope.</summary>
    torch.Tensor Range(long start, long count);
}
