using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Training.Measuring;

/// <summary>Loss and accuracy over a set of images.</summary>
/// <param name="Loss">Mean cross-entropy, without label smoothing.</param>
/// <param name="Accuracy">Share of right answers, in [0, 1].</param>
/// <param name="Count">Number of images.</param>
public readonly record struct Measurement(double Loss, double Accuracy, long Count);

/// <summary>Measures a network in evaluation mode, without recording gradients, in batches as large as pays.</summary>
public static class Evaluator
{
    // Fully connected layers are as fast in any size from here on, and smaller batches take less memory; activations of convolutions should stay in the cache of a core.
    private const int FlatBatch = 512;
    private const int ImageBatch = 100;
    private const int AcceleratorBatch = 2000;

    /// <summary>Loss and accuracy of a state (masked first, when a mask is given) over images and labels on the state's device.</summary>
    /// <param name="network">The network.</param>
    /// <param name="state">Its tensors; not changed.</param>
    /// <param name="mask">Weights that take part, or null.</param>
    /// <param name="images">Images [N, C, H, W], normalised.</param>
    /// <param name="labels">Labels [N], int64.</param>
    /// <param name="precision">Arithmetic; null for float32.</param>
    /// <param name="cancellation">Checked at every batch.</param>
    public static Measurement Measure(
        Network network,
        NetworkState state,
        MaskSet? mask,
        Tensor images,
        Tensor labels,
        ForwardPrecision? precision = null,
        CancellationToken cancellation = default)
    {
        using var masked = mask is null ? null : state.Clone();
        masked?.ApplyMask(mask!);
        var measured = masked ?? state;
        var arithmetic = precision ?? new ForwardPrecision("float32");
        return Measure(batch => arithmetic.Logits(network, batch, measured, ForwardPass.Evaluation), BatchSize(network.Definition, images.device), images, labels, cancellation);
    }

    /// <summary>As above over images that are made batch by batch, so that not all of them are in memory as float32 at once.</summary>
    /// <param name="network">The network.</param>
    /// <param name="state">Its tensors; not changed.</param>
    /// <param name="images">Gives the images from a position on, so many of them, in the current dispose scope.</param>
    /// <param name="labels">Labels [N], int64.</param>
    /// <param name="cancellation">Checked at every batch.</param>
    public static Measurement Measure(Network network, NetworkState state, Func<long, long, Tensor> images, Tensor labels, CancellationToken cancellation = default) =>
        Measure(batch => network.Forward(batch, state), BatchSize(network.Definition, labels.device), images, labels, cancellation);

    /// <summary>As above, for any function from images to logits.</summary>
    internal static Measurement Measure(Func<Tensor, Tensor> logitsOf, int batchSize, Tensor images, Tensor labels, CancellationToken cancellation = default) =>
        Measure(logitsOf, batchSize, (start, length) => images.narrow(0, start, length), labels, cancellation);

    /// <summary>As above, for any function from images to logits and any source of images.</summary>
    internal static Measurement Measure(Func<Tensor, Tensor> logitsOf, int batchSize, Func<long, long, Tensor> images, Tensor labels, CancellationToken cancellation = default)
    {
        using var noGrad = torch.no_grad();
        using var whole = torch.NewDisposeScope();
        var count = labels.shape[0];
        var tally = new AnswerTally(labels.device);
        for (var start = 0L; start < count; start += batchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = torch.NewDisposeScope();
            var length = Math.Min(batchSize, count - start);
            var answers = labels.narrow(0, start, length);
            tally.Add(logitsOf(images(start, length)), answers);
        }

        return tally.Result(count);
    }

    internal static int BatchSize(NetworkDefinition network, Device device) =>
        DeviceRoute.IsAccelerator(device) ? AcceleratorBatch
        : network.Parameters.Any(parameter => parameter.Role == ParameterRole.ConvolutionWeight) ? ImageBatch
        : FlatBatch;
}
