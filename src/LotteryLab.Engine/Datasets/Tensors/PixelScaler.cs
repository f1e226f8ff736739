using LotteryLab.Engine.Networks;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Datasets.Tensors;

/// <summary>Turns 8-bit images into scaled float32 tensors on a device.</summary>
internal sealed class PixelScaler : IDisposable
{
    // Bounds the memory beside the result: 4096 CIFAR images are 12 MiB of bytes.
    private const int ChunkImages = 4096;
    private readonly ImageShape shape;
    private readonly Device device;
    private readonly ChannelScaling scaling;
    private readonly Tensor mean;
    private readonly Tensor deviation;

    internal PixelScaler(ChannelScaling scaling, ImageShape shape, Device device)
    {
        this.shape = shape;
        this.device = device;
        this.scaling = scaling;
        mean = PerChannel(scaling.Mean);
        deviation = PerChannel(scaling.Deviation);
        using var scope = NewDisposeScope();
        Black = Scale(zeros([1, shape.Channels, 1, 1], ScalarType.Byte, device)).DetachFromDisposeScope();
    }

    /// <summary>What a black pixel becomes, [1, C, 1, 1]: the padding of crops.</summary>
    internal Tensor Black { get; }

    /// <summary>Scaled copy of a batch of byte images.</summary>
    internal Tensor Scale(Tensor bytes)
    {
        using var scope = NewDisposeScope();
        var images = bytes.to_type(ScalarType.Float32).div_(255f);
        if (scaling.UnitNorm)
        {
            // An all-black image stays black.
            var length = images.mul(images).sum([1, 2, 3], keepdim: true).sqrt().clamp(min: 1e-12f);
            return images.div_(length).MoveToOuterDisposeScope();
        }

        return images.sub_(mean).div_(deviation).MoveToOuterDisposeScope();
    }

    /// <summary>What each of the 256 pixel values becomes, a table for each channel; null when that depends on the rest of the image.</summary>
    internal PixelTable[]? Tables()
    {
        if (scaling.UnitNorm)
        {
            return null;
        }

        using var scope = NewDisposeScope();
        var values = arange(256, ScalarType.Int64, CPU).to_type(ScalarType.Byte).to(device).reshape(256, 1, 1, 1).expand(256, shape.Channels, 1, 1).contiguous();
        var floats = Scale(values).cpu().permute(1, 0, 2, 3).contiguous().data<float>().ToArray();
        return [.. floats.Chunk(256).Select((table, channel) => new PixelTable(table, (float)scaling.Mean[channel], (float)scaling.Deviation[channel]))];
    }

    /// <summary>The named images as bytes on the device, outside any dispose scope.</summary>
    internal Tensor Bytes(byte[] images, int[] indices) => Fill(images, indices, ScalarType.Byte);

    /// <summary>The named images scaled on the device, outside any dispose scope.</summary>
    internal Tensor Scaled(byte[] images, int[] indices) => Fill(images, indices, ScalarType.Float32);

    public void Dispose()
    {
        mean.Dispose();
        deviation.Dispose();
        Black.Dispose();
    }

    private Tensor Fill(byte[] images, int[] indices, ScalarType type)
    {
        var result = empty([indices.Length, shape.Channels, shape.Height, shape.Width], type, device).DetachFromDisposeScope();
        for (var start = 0; start < indices.Length; start += ChunkImages)
        {
            using var scope = NewDisposeScope();
            var chunk = indices.AsSpan(start, Math.Min(ChunkImages, indices.Length - start));
            var buffer = new byte[chunk.Length * shape.Count];
            for (var i = 0; i < chunk.Length; i++)
            {
                images.AsSpan(chunk[i] * shape.Count, shape.Count).CopyTo(buffer.AsSpan(i * shape.Count));
            }

            var bytes = tensor(buffer, [chunk.Length, shape.Channels, shape.Height, shape.Width], ScalarType.Byte, device);
            _ = result.narrow(0, start, chunk.Length).copy_(type == ScalarType.Byte ? bytes : Scale(bytes));
        }

        return result;
    }

    private Tensor PerChannel(IReadOnlyList<double> values) =>
        tensor(values.Select(value => (float)value).ToArray(), [1, values.Count, 1, 1], device: device).DetachFromDisposeScope();
}
