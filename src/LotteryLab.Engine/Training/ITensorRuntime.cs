using static TorchSharp.torch;

namespace LotteryLab.Engine.Training;

/// <summary>Choices about how tensors lie in memory that change speed and rounding, but not what is computed.</summary>
public interface ITensorRuntime
{
    /// <summary>Tag for step keys: results of runtimes with different tags may differ in the last bits. Empty for the plain runtime.</summary>
    string Numerics { get; }

    /// <summary>A batch of images [N, C, H, W] as the network should see it: the same values, perhaps laid out differently.</summary>
    Tensor Arrange(Tensor images);
}

/// <summary>Row-major tensors, as everywhere in PyTorch unless asked otherwise.</summary>
public sealed class PlainRuntime : ITensorRuntime
{
    /// <summary>The only instance that is needed.</summary>
    public static PlainRuntime Instance { get; } = new();

    /// <inheritdoc/>
    public string Numerics => "";

    /// <inheritdoc/>
    public Tensor Arrange(Tensor images) => images;
}

/// <summary>
/// Images with channels closest together in memory, which convolutions hand on from layer to layer; they are faster so on CPUs and with
/// 16-bit types on GPUs. Parameters stay row-major, so checkpoints and the fused optimizer pass are not concerned.
/// </summary>
public sealed class ChannelsLastRuntime : ITensorRuntime
{
    /// <summary>The only instance that is needed.</summary>
    public static ChannelsLastRuntime Instance { get; } = new();

    private static readonly long[] ChannelsToTheEnd = [0, 2, 3, 1];
    private static readonly long[] ChannelsToTheFront = [0, 3, 1, 2];

    /// <inheritdoc/>
    public string Numerics => "channels-last";

    /// <inheritdoc/>
    public Tensor Arrange(Tensor images)
    {
        // TorchSharp has no memory formats; a permuted copy seen through the inverse permutation has the same strides.
        using var pixelsFirst = images.permute(ChannelsToTheEnd);
        using var copy = pixelsFirst.contiguous();
        return copy.permute(ChannelsToTheFront);
    }
}
