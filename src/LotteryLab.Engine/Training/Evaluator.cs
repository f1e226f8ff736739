using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Training;

/// <summary>Loss and accuracy over a set of images.</summary>
/// <param name="Loss">Mean cross-entropy, without label smoothing.</param>
/// <param name="Accuracy">Share of right answers, in [0, 1].</param>
/// <param name="Count">Number of images.</param>
public readonly record struct Measurement(double Loss, double Accuracy, long Count);

/// <summary>Measures a network in evaluation mode, without recording gradients, in batches as large as pays.</summary>
public static class Evaluator
{
    // Fully connected layers gain from large products; activations of convolutions should stay in the cache of a core.
    private const int FlatBatch = 2000;
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
        return Measure(batch => arithmetic.Logits(network, batch, measured, ForwardPass.Evaluation), BatchSize(network.Definition, images.device_type), images, labels, cancellation);
    }

    /// <summary>As above over images that are made batch by batch, so that not all of them are in memory as float32 at once.</summary>
    /// <param name="network">The network.</param>
    /// <param name="state">Its tensors; not changed.</param>
    /// <param name="images">Gives the images from a position on, so many of them, in the current dispose scope.</param>
    /// <param name="labels">Labels [N], int64.</param>
    /// <param name="cancellation">Checked at every batch.</param>
    public static Measurement Measure(Network network, NetworkState state, Func<long, long, Tensor> images, Tensor labels, CancellationToken cancellation = default) =>
        Measure(batch => network.Forward(batch, state), BatchSize(network.Definition, labels.device_type), images, labels, cancellation);

    /// <summary>As above, for any function from images to logits.</summary>
    internal static Measurement Measure(Func<Tensor, Tensor> logitsOf, int batchSize, Tensor images, Tensor labels, CancellationToken cancellation = default) =>
        Measure(logitsOf, batchSize, (start, length) => images.narrow(0, start, length), labels, cancellation);

    /// <summary>As above, for any function from images to logits and any source of images.</summary>
    internal static Measurement Measure(Func<Tensor, Tensor> logitsOf, int batchSize, Func<long, long, Tensor> images, Tensor labels, CancellationToken cancellation = default)
    {
        using var noGrad = torch.no_grad();
        using var whole = torch.NewDisposeScope();
        var count = labels.shape[0];
        // Sums stay on the device until the end, so that no batch waits for the one before.
        var loss = torch.zeros([1], ScalarType.Float64, labels.device);
        var right = torch.zeros([1], ScalarType.Int64, labels.device);
        for (var start = 0L; start < count; start += batchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = torch.NewDisposeScope();
            var length = Math.Min(batchSize, count - start);
            var answers = labels.narrow(0, start, length);
            var logits = logitsOf(images(start, length));
            // Each loss is taken on its own and summed in float64: a float32 sum over thousands would depend on the batch size.
            loss.add_(nn.functional.cross_entropy(logits, answers, reduction: nn.Reduction.None).sum(ScalarType.Float64));
            right.add_(logits.argmax(1).eq(answers).sum());
        }

        return count == 0 ? new Measurement(double.NaN, double.NaN, 0) : new Measurement(loss.item<double>() / count, (double)right.item<long>() / count, count);
    }

    internal static int BatchSize(NetworkDefinition network, DeviceType device) =>
        device != DeviceType.CPU ? AcceleratorBatch
        : network.Parameters.Any(parameter => parameter.Role == ParameterRole.ConvolutionWeight) ? ImageBatch
        : FlatBatch;
}
