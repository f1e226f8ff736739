using LotteryLab.Engine.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Evaluation;

/// <summary>What happens to batch-norm statistics on the line between two networks.</summary>
public enum NormTreatment
{
    /// <summary>Running statistics are interpolated like weights.</summary>
    Interpolate,

    /// <summary>Running statistics are measured anew at every point.</summary>
    Recompute,
}

/// <summary>Error and loss of a network on some images.</summary>
/// <param name="Error">Share of wrong answers, in [0, 1].</param>
/// <param name="Loss">Mean cross-entropy.</param>
public readonly record struct ErrorAndLoss(double Error, double Loss);

/// <summary>Error and loss on the straight line W(alpha) = alpha W1 + (1 - alpha) W2 (card 01, G).</summary>
/// <param name="Alphas">Positions on the line; 0 is the second network, 1 the first.</param>
/// <param name="Errors">Error at each position.</param>
/// <param name="Losses">Mean cross-entropy at each position.</param>
/// <param name="Distance">Euclidean distance of the trained tensors, running statistics left out.</param>
public sealed record InterpolationCurve(IReadOnlyList<double> Alphas, IReadOnlyList<double> Errors, IReadOnlyList<double> Losses, double Distance)
{
    /// <summary>Barrier of the error.</summary>
    public ErrorBarrier ErrorBarrier => ErrorBarrier.Of(Alphas, Errors);

    /// <summary>Barrier of the loss.</summary>
    public ErrorBarrier LossBarrier => ErrorBarrier.Of(Alphas, Losses);

    /// <summary>Error barrier in percentage points; below 2 the two networks count as linearly connected.</summary>
    public double InstabilityPercent => 100 * ErrorBarrier.Barrier;
}

/// <summary>Linear mode connectivity of two networks.</summary>
public static class LinearInterpolation
{
    /// <summary>Evenly spaced positions from 0 to 1, both included; the paper uses 30.</summary>
    public static IReadOnlyList<double> EvenAlphas(int count) =>
        count < 2
            ? throw new ArgumentOutOfRangeException(nameof(count), "Both ends of the line are needed.")
            : [.. Enumerable.Range(0, count).Select(i => (double)i / (count - 1))];

    /// <summary>Measures along the line between two states of one network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="first">State at alpha = 1.</param>
    /// <param name="second">State at alpha = 0.</param>
    /// <param name="alphas">Positions to measure.</param>
    /// <param name="measure">Error and loss of a state, in evaluation mode.</param>
    /// <param name="recomputeImages">Batches from which batch-norm statistics are measured anew; null interpolates them.</param>
    /// <param name="cancellation">Checked at every position.</param>
    public static InterpolationCurve Measure(
        Network network,
        NetworkState first,
        NetworkState second,
        IReadOnlyList<double> alphas,
        Func<NetworkState, ErrorAndLoss> measure,
        IReadOnlyList<Tensor>? recomputeImages = null,
        CancellationToken cancellation = default)
    {
        using var noGradient = torch.no_grad();
        using var point = first.Clone();
        var errors = new double[alphas.Count];
        var losses = new double[alphas.Count];
        for (var i = 0; i < alphas.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Interpolate(first, second, alphas[i], point);
            if (recomputeImages is not null)
            {
                RecomputeNormStatistics(network, point, recomputeImages);
            }

            (errors[i], losses[i]) = measure(point);
        }

        return new InterpolationCurve(alphas, errors, losses, Distance(first, second));
    }

    /// <summary>Writes alpha * first + (1 - alpha) * second into <paramref name="into"/>, running statistics included.</summary>
    public static void Interpolate(NetworkState first, NetworkState second, double alpha, NetworkState into)
    {
        using var noGradient = torch.no_grad();
        for (var i = 0; i < into.Tensors.Length; i++)
        {
            using var scaledFirst = first[i].mul(alpha);
            using var scaledSecond = second[i].mul(1 - alpha);
            using var sum = scaledFirst.add(scaledSecond);
            into[i].copy_(sum);
        }
    }

    /// <summary>
    /// Replaces running statistics by cumulative means over batches: one training-mode pass each, batch b with weight 1/b. Nothing else changes.
    /// </summary>
    public static void RecomputeNormStatistics(Network network, NetworkState state, IReadOnlyList<Tensor> batches)
    {
        using var noGradient = torch.no_grad();
        for (var i = 0; i < batches.Count; i++)
        {
            // Dropout, if any, must not disturb the statistics more than training did; a fixed generator keeps this repeatable.
            using var noise = new Generator(0, batches[i].device);
            using var logits = network.Forward(batches[i], state, new ForwardPass { IsTraining = true, NormMomentum = 1.0 / (i + 1), Noise = noise });
        }
    }

    /// <summary>Euclidean distance of the trained tensors of two states, in double precision.</summary>
    public static double Distance(NetworkState first, NetworkState second)
    {
        using var noGradient = torch.no_grad();
        var squares = 0.0;
        for (var i = 0; i < first.Tensors.Length; i++)
        {
            if (first.Definition.Parameters[i].IsTrainable)
            {
                using var scope = torch.NewDisposeScope();
                var difference = first[i].to(ScalarType.Float64).sub(second[i].to(ScalarType.Float64));
                squares += difference.mul(difference).sum().item<double>();
            }
        }

        return Math.Sqrt(squares);
    }
}
