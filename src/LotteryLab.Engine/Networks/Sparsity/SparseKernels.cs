using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LotteryLab.Engine.Networks.Sparsity;

/// <summary>
/// A fully connected layer with few kept weights, forward and backward, over one panel: <see cref="Panel.Images"/> images side by side, each unit a
/// row of that many floats, so that a kept weight is one multiply-add over contiguous memory. Every sum is taken in an order that depends on the
/// pattern alone and rounded once a multiply-add, so all processors give the same bits.
/// </summary>
internal static unsafe class SparseKernels
{
    /// <summary>Outputs of a panel: bias plus values times inputs, cut at zero when a ReLU follows.</summary>
    /// <param name="pattern">Kept weights.</param>
    /// <param name="values">Their values.</param>
    /// <param name="bias">One number for each output, or null.</param>
    /// <param name="inputs">[inputs, images]; rows that no kept weight reads may hold anything.</param>
    /// <param name="isRectified">Whether a ReLU follows.</param>
    /// <param name="outputs">[outputs, images], overwritten.</param>
    internal static void Forward(SparsePattern pattern, float* values, float* bias, float* inputs, bool isRectified, float* outputs)
    {
        fixed (int* starts = pattern.OutputStarts, inputOf = pattern.InputOf)
        {
            for (var output = 0; output < pattern.Outputs; output++)
            {
                var sum = Sums.Start(bias is null ? 0 : bias[output]);
                for (var k = starts[output]; k < starts[output + 1]; k++)
                {
                    sum.Add(values[k], inputs + ((nint)inputOf[k] * Panel.Images));
                }

                if (isRectified)
                {
                    sum.Rectify();
                }

                sum.Store(outputs + ((nint)output * Panel.Images));
            }
        }
    }

    /// <summary>Gradients of the values.</summary>
    /// <param name="pattern">Kept weights.</param>
    /// <param name="inputs">Inputs of the layer; images that do not exist are zero.</param>
    /// <param name="gradients">Gradients of its outputs before the ReLU, [outputs, images].</param>
    /// <param name="isFirst">Whether this panel's gradients replace what is there or are added to it.</param>
    /// <param name="values">Gradients of the values.</param>
    internal static void BackwardValues(SparsePattern pattern, float* inputs, float* gradients, bool isFirst, float* values)
    {
        fixed (int* starts = pattern.OutputStarts, inputOf = pattern.InputOf)
        {
            for (var output = 0; output < pattern.Outputs; output++)
            {
                var given = Sums.Load(gradients + ((nint)output * Panel.Images));
                for (var k = starts[output]; k < starts[output + 1]; k++)
                {
                    var product = given.Dot(inputs + ((nint)inputOf[k] * Panel.Images));
                    values[k] = isFirst ? product : values[k] + product;
                }
            }
        }
    }

    /// <summary>Gradients of the inputs [inputs, images], overwritten; zero for an input that no kept weight reads.</summary>
    internal static void BackwardInputs(SparsePattern pattern, float* values, float* gradients, float* inputs)
    {
        fixed (int* starts = pattern.InputStarts, outputOf = pattern.OutputOf, valueOf = pattern.ValueOf)
        {
            for (var input = 0; input < pattern.Inputs; input++)
            {
                var sum = Sums.Start(0);
                for (var k = starts[input]; k < starts[input + 1]; k++)
                {
                    sum.Add(values[valueOf[k]], gradients + ((nint)outputOf[k] * Panel.Images));
                }

                sum.Store(inputs + ((nint)input * Panel.Images));
            }
        }
    }

    /// <summary>One number for each image of a panel, in registers.</summary>
    private ref struct Sums
    {
        private Vector256<float> a, b, c, d, e, f, g, h;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal static Sums Start(float value)
        {
            var all = Vector256.Create(value);
            return new Sums { a = all, b = all, c = all, d = all, e = all, f = all, g = all, h = all };
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal static Sums Load(float* from) => new()
        {
            a = Vector256.Load(from),
            b = Vector256.Load(from + 8),
            c = Vector256.Load(from + 16),
            d = Vector256.Load(from + 24),
            e = Vector256.Load(from + 32),
            f = Vector256.Load(from + 40),
            g = Vector256.Load(from + 48),
            h = Vector256.Load(from + 56),
        };

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal void Add(float weight, float* from)
        {
            var all = Vector256.Create(weight);
            a = Vector256.FusedMultiplyAdd(all, Vector256.Load(from), a);
            b = Vector256.FusedMultiplyAdd(all, Vector256.Load(from + 8), b);
            c = Vector256.FusedMultiplyAdd(all, Vector256.Load(from + 16), c);
            d = Vector256.FusedMultiplyAdd(all, Vector256.Load(from + 24), d);
            e = Vector256.FusedMultiplyAdd(all, Vector256.Load(from + 32), e);
            f = Vector256.FusedMultiplyAdd(all, Vector256.Load(from + 40), f);
            g = Vector256.FusedMultiplyAdd(all, Vector256.Load(from + 48), g);
            h = Vector256.FusedMultiplyAdd(all, Vector256.Load(from + 56), h);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal readonly float Dot(float* from)
        {
            var even = a * Vector256.Load(from);
            var odd = b * Vector256.Load(from + 8);
            even = Vector256.FusedMultiplyAdd(c, Vector256.Load(from + 16), even);
            odd = Vector256.FusedMultiplyAdd(d, Vector256.Load(from + 24), odd);
            even = Vector256.FusedMultiplyAdd(e, Vector256.Load(from + 32), even);
            odd = Vector256.FusedMultiplyAdd(f, Vector256.Load(from + 40), odd);
            even = Vector256.FusedMultiplyAdd(g, Vector256.Load(from + 48), even);
            odd = Vector256.FusedMultiplyAdd(h, Vector256.Load(from + 56), odd);
            return Panel.Sum(even + odd);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal void Rectify()
        {
            a = Panel.Rectify(a);
            b = Panel.Rectify(b);
            c = Panel.Rectify(c);
            d = Panel.Rectify(d);
            e = Panel.Rectify(e);
            f = Panel.Rectify(f);
            g = Panel.Rectify(g);
            h = Panel.Rectify(h);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal readonly void Store(float* to)
        {
            a.Store(to);
            b.Store(to + 8);
            c.Store(to + 16);
            d.Store(to + 24);
            e.Store(to + 32);
            f.Store(to + 40);
            g.Store(to + 48);
            h.Store(to + 56);
        }
    }
}
