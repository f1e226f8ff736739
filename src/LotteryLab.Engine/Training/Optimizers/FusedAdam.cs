using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LotteryLab.Engine.Training.Optimizers;

/// <summary>
/// Adam and AdamW in one pass, in PyTorch's order of operations: decay, first moment, second moment, bias-corrected step. The vector and
/// the scalar form round after each operation in the same order (no fused multiply-add), so they give the same bits.
/// </summary>
internal readonly ref struct FusedAdam
{
    internal required float Beta1 { get; init; }

    internal required float Beta2 { get; init; }

    /// <summary>1 - beta1, taken in double precision.</summary>
    internal required float Gain1 { get; init; }

    /// <summary>1 - beta2, taken in double precision.</summary>
    internal required float Gain2 { get; init; }

    /// <summary>1 / sqrt(1 - beta2^t).</summary>
    internal required float RootCorrection { get; init; }

    internal required float Epsilon { get; init; }

    /// <summary>-lr / (1 - beta1^t).</summary>
    internal required float NegativeStep { get; init; }

    /// <summary>Coupled L2 decay, added to the gradient; 0 for AdamW.</summary>
    internal required float CoupledDecay { get; init; }

    /// <summary>1 - lr wd of AdamW; 1 for Adam.</summary>
    internal required float Shrink { get; init; }

    /// <summary>Packed mask; empty when every weight is kept.</summary>
    internal required ReadOnlySpan<ulong> Mask { get; init; }

    internal void Run(Span<float> values, ReadOnlySpan<float> gradients, Span<float> firsts, Span<float> seconds, VectorUse vectors)
    {
        var done = vectors switch
        {
            VectorUse.Wide => RunWide(values, gradients, firsts, seconds),
            VectorUse.Machine => RunVectors(values, gradients, firsts, seconds),
            _ => 0,
        };
        for (var i = done; i < values.Length; i++)
        {
            if (!LaneMask.IsKept(Mask, i))
            {
                continue;
            }

            var gradient = gradients[i];
            if (CoupledDecay != 0)
            {
                gradient += CoupledDecay * values[i];
            }

            var first = Subnormal.Flush((Beta1 * firsts[i]) + (Gain1 * gradient));
            var second = Subnormal.Flush((Beta2 * seconds[i]) + (Gain2 * gradient * gradient));
            firsts[i] = first;
            seconds[i] = second;
            values[i] = (values[i] * Shrink) + (NegativeStep * first / ((MathF.Sqrt(second) * RootCorrection) + Epsilon));
        }
    }

    // The vectors of System.Numerics stop at 256 bits; a processor with wider ones divides and takes roots of twice as many at once.
    private int RunWide(Span<float> values, ReadOnlySpan<float> gradients, Span<float> firsts, Span<float> seconds)
    {
        var width = Vector512<float>.Count;
        var mask = Mask;
        var beta1 = Vector512.Create(Beta1);
        var beta2 = Vector512.Create(Beta2);
        var gain1 = Vector512.Create(Gain1);
        var gain2 = Vector512.Create(Gain2);
        var correction = Vector512.Create(RootCorrection);
        var epsilon = Vector512.Create(Epsilon);
        var negativeStep = Vector512.Create(NegativeStep);
        var decay = Vector512.Create(CoupledDecay);
        var shrink = Vector512.Create(Shrink);
        var count = values.Length - (values.Length % width);
        ref var value = ref MemoryMarshal.GetReference(values);
        ref var given = ref MemoryMarshal.GetReference(gradients);
        ref var firstState = ref MemoryMarshal.GetReference(firsts);
        ref var secondState = ref MemoryMarshal.GetReference(seconds);
        for (var i = 0; i < count; i += width)
        {
            var bits = LaneMask.WideBits(mask, i);
            if (bits == 0)
            {
                continue;
            }

            var at = (nuint)i;
            var w = Vector512.LoadUnsafe(ref value, at);
            var gradient = LaneMask.Keep(Vector512.LoadUnsafe(ref given, at), bits);
            if (CoupledDecay != 0)
            {
                gradient += decay * w;
            }

            var first = Subnormal.Flush((beta1 * Vector512.LoadUnsafe(ref firstState, at)) + (gain1 * gradient));
            var second = Subnormal.Flush((beta2 * Vector512.LoadUnsafe(ref secondState, at)) + (gain2 * gradient * gradient));
            first.StoreUnsafe(ref firstState, at);
            second.StoreUnsafe(ref secondState, at);
            var step = negativeStep * first / ((Vector512.Sqrt(second) * correction) + epsilon);
            ((w * shrink) + step).StoreUnsafe(ref value, at);
        }

        return count;
    }

    private int RunVectors(Span<float> values, ReadOnlySpan<float> gradients, Span<float> firsts, Span<float> seconds)
    {
        var width = Vector<float>.Count;
        var mask = Mask;
        var beta1 = new Vector<float>(Beta1);
        var beta2 = new Vector<float>(Beta2);
        var gain1 = new Vector<float>(Gain1);
        var gain2 = new Vector<float>(Gain2);
        var correction = new Vector<float>(RootCorrection);
        var epsilon = new Vector<float>(Epsilon);
        var negativeStep = new Vector<float>(NegativeStep);
        var decay = new Vector<float>(CoupledDecay);
        var shrink = new Vector<float>(Shrink);
        var count = values.Length - (values.Length % width);
        ref var value = ref MemoryMarshal.GetReference(values);
        ref var given = ref MemoryMarshal.GetReference(gradients);
        ref var firstState = ref MemoryMarshal.GetReference(firsts);
        ref var secondState = ref MemoryMarshal.GetReference(seconds);
        for (var i = 0; i < count; i += width)
        {
            var bits = LaneMask.Bits(mask, i);
            if (bits == 0)
            {
                continue;
            }

            var at = (nuint)i;
            var w = Vector.LoadUnsafe(ref value, at);
            var gradient = LaneMask.Keep(Vector.LoadUnsafe(ref given, at), bits);
            if (CoupledDecay != 0)
            {
                gradient += decay * w;
            }

            var first = Subnormal.Flush((beta1 * Vector.LoadUnsafe(ref firstState, at)) + (gain1 * gradient));
            var second = Subnormal.Flush((beta2 * Vector.LoadUnsafe(ref secondState, at)) + (gain2 * gradient * gradient));
            first.StoreUnsafe(ref firstState, at);
            second.StoreUnsafe(ref secondState, at);
            var step = negativeStep * first / ((Vector.SquareRoot(second) * correction) + epsilon);
            ((w * shrink) + step).StoreUnsafe(ref value, at);
        }

        return count;
    }
}
