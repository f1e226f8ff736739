using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Training;

/// <summary>The loss that networks are trained on.</summary>
internal static class CrossEntropy
{
    /// <summary>Mean over a batch of scores [N, C] and classes [N].</summary>
    internal static Tensor Mean(Tensor scores, Tensor classes, double labelSmoothing) =>
        nn.functional.cross_entropy(scores, classes, label_smoothing: labelSmoothing);

    /// <summary>The same without a graph, with its gradients, for contiguous float32 tensors on the CPU.</summary>
    /// <param name="scores">[N, C].</param>
    /// <param name="classes">[N].</param>
    /// <param name="labelSmoothing">Share of the target that all classes have in equal parts.</param>
    /// <param name="gradients">[N, C], overwritten.</param>
    /// <param name="loss">One number, overwritten.</param>
    /// <exception cref="ArgumentOutOfRangeException">A class is none of those that there are scores for.</exception>
    internal static void Mean(Tensor scores, Tensor classes, double labelSmoothing, Tensor gradients, Tensor loss)
    {
        var labels = MemoryMarshal.Cast<byte, long>(classes.bytes);
        var from = MemoryMarshal.Cast<byte, float>(scores.bytes);
        var to = MemoryMarshal.Cast<byte, float>(gradients.bytes);
        var count = labels.Length == 0 ? 0 : from.Length / labels.Length;
        var share = 1f / labels.Length;
        var (own, others) = ((float)(1 - labelSmoothing), (float)(labelSmoothing / count));
        var sum = 0.0;
        for (var i = 0; i < labels.Length; i++)
        {
            var label = Checked(labels[i], count);
            var row = from.Slice(i * count, count);
            var slope = to.Slice(i * count, count);
            var (logarithm, scale) = Exponentials(row, slope);
            // The logarithm of the sum of all exponentials, less each score, weighted by the target.
            sum += (own * (logarithm - row[label])) + (others == 0 ? 0 : others * ((count * logarithm) - Sum(row)));
            var factor = share / scale;
            for (var c = 0; c < slope.Length; c++)
            {
                slope[c] = (slope[c] * factor) - (others * share);
            }

            slope[label] -= own * share;
        }

        MemoryMarshal.Cast<byte, float>(loss.bytes)[0] = (float)(sum / labels.Length);
    }

    /// <summary>Adds the losses of contiguous float32 scores [N, C] on the CPU, and how often the largest score is the answer's: the first of the largest, and what is not a number before all.</summary>
    internal static void Tally(Tensor scores, ReadOnlySpan<long> answers, ref double loss, ref long right)
    {
        var from = MemoryMarshal.Cast<byte, float>(scores.bytes);
        var count = answers.Length == 0 ? 0 : from.Length / answers.Length;
        Span<float> exponentials = count <= 1024 ? stackalloc float[count] : new float[count];
        for (var i = 0; i < answers.Length; i++)
        {
            var row = from.Slice(i * count, count);
            var answer = Checked(answers[i], count);
            // Each a float32, as LibTorch gives it.
            loss += (float)(Exponentials(row, exponentials).Logarithm - row[answer]);
            right += First(row) == answer ? 1 : 0;
        }
    }

    private static int First(ReadOnlySpan<float> scores)
    {
        var best = 0;
        for (var i = 1; i < scores.Length && !float.IsNaN(scores[best]); i++)
        {
            best = scores[i] <= scores[best] ? best : i;
        }

        return best;
    }

    /// <summary>Exponentials of scores relative to the largest.</summary>
    /// <returns>The logarithm of the sum of the exponentials of the scores themselves, and the sum of what was written.</returns>
    private static (double Logarithm, float Sum) Exponentials(ReadOnlySpan<float> scores, Span<float> exponentials)
    {
        var largest = scores[0];
        foreach (var score in scores)
        {
            largest = MathF.Max(largest, score);
        }

        var all = Vector256.Create(largest);
        var i = 0;
        for (; i + Vector256<float>.Count <= scores.Length; i += Vector256<float>.Count)
        {
            Vector256.Exp(Vector256.Create(scores[i..]) - all).CopyTo(exponentials[i..]);
        }

        if (i < scores.Length)
        {
            Span<float> rest = stackalloc float[Vector256<float>.Count];
            scores[i..].CopyTo(rest);
            Vector256.Exp(Vector256.Create<float>(rest) - all).CopyTo(rest);
            rest[..(scores.Length - i)].CopyTo(exponentials[i..]);
        }

        var sum = 0f;
        foreach (var exponential in exponentials)
        {
            sum += exponential;
        }

        return (Math.Log(sum) + largest, sum);
    }

    private static double Sum(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum;
    }

    private static int Checked(long label, int count) => (ulong)label < (ulong)count
        ? (int)label
        : throw new ArgumentOutOfRangeException(nameof(label), $"Target {label} is out of bounds: there are {count} classes.");
}
