using System.Numerics;
using System.Runtime.InteropServices;

namespace LotteryLab.Engine.Training.Optimizers;

/// <summary>
/// SGD in one pass: <c>d = g + wd w; b = mu b + d; w -= lr (b, or d + mu b with Nesterov)</c>. The vector and the scalar form round after
/// each operation in the same order (no fused multiply-add), so they give the same bits.
/// </summary>
internal readonly ref struct FusedSgd
{
    internal required float LearningRate { get; init; }

    internal required float Momentum { get; init; }

    internal required bool IsNesterov { get; init; }

    internal required float WeightDecay { get; init; }

    /// <summary>Packed mask; empty when every weight is kept.</summary>
    internal required ReadOnlySpan<ulong> Mask { get; init; }

    /// <summary>Updates in place; <paramref name="momenta"/> is empty without momentum.</summary>
    internal void Run(Span<float> values, ReadOnlySpan<float> gradients, Span<float> momenta, bool usesVectors)
    {
        var done = usesVectors ? RunVectors(values, gradients, momenta) : 0;
        for (var i = done; i < values.Length; i++)
        {
            if (!LaneMask.IsKept(Mask, i))
            {
                continue;
            }

            var step = gradients[i];
            if (WeightDecay != 0)
            {
                step += WeightDecay * values[i];
            }

            if (!momenta.IsEmpty)
            {
                var momentum = Subnormal.Flush((Momentum * momenta[i]) + step);
                momenta[i] = momentum;
                step = IsNesterov ? step + (Momentum * momentum) : momentum;
            }

            values[i] -= LearningRate * step;
        }
    }

    private int RunVectors(Span<float> values, ReadOnlySpan<float> gradients, Span<float> momenta)
    {
        var width = Vector<float>.Count;
        var mask = Mask;
        var rate = new Vector<float>(LearningRate);
        var mu = new Vector<float>(Momentum);
        var decay = new Vector<float>(WeightDecay);
        var hasMomentum = !momenta.IsEmpty;
        var count = values.Length - (values.Length % width);
        ref var value = ref MemoryMarshal.GetReference(values);
        ref var gradient = ref MemoryMarshal.GetReference(gradients);
        ref var state = ref MemoryMarshal.GetReference(momenta);
        for (var i = 0; i < count; i += width)
        {
            var bits = LaneMask.Bits(mask, i);
            if (bits == 0)
            {
                continue;
            }

            var at = (nuint)i;
            var w = Vector.LoadUnsafe(ref value, at);
            var step = LaneMask.Keep(Vector.LoadUnsafe(ref gradient, at), bits);
            if (WeightDecay != 0)
            {
                step += decay * w;
            }

            if (hasMomentum)
            {
                var momentum = Subnormal.Flush((mu * Vector.LoadUnsafe(ref state, at)) + step);
                momentum.StoreUnsafe(ref state, at);
                step = IsNesterov ? step + (mu * momentum) : momentum;
            }

            (w - (rate * step)).StoreUnsafe(ref value, at);
        }

        return count;
    }
}
