using static TorchSharp.torch;

namespace LotteryLab.Engine.Datasets.Tensors;

/// <summary>Images as a tensor on the device that trains: scaled ones, or bytes that are scaled when they are asked for.</summary>
/// <param name="images">Images [N, C, H, W], float32 or bytes; disposed with this.</param>
/// <param name="scaler">Scales bytes.</param>
internal sealed class TensorImages(Tensor images, PixelScaler scaler) : IImageSplit
{
    private readonly bool areBytes = images.dtype == ScalarType.Byte;

    /// <inheritdoc/>
    public long Bytes => images.numel() * images.element_size();

    /// <inheritdoc/>
    public Tensor Range(long start, long count)
    {
        var part = images.narrow(0, start, count);
        return areBytes ? scaler.Scale(part) : part;
    }

    /// <summary>The images at these positions, scaled, in the current dispose scope.</summary>
    internal Tensor Choose(Tensor positions)
    {
        var chosen = images.index_select(0, positions);
        return areBytes ? scaler.Scale(chosen) : chosen;
    }

    /// <inheritdoc/>
    public void Dispose() => images.Dispose();
}
