using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LotteryLab.Engine.Networks.Sparsity;

/// <summary>Activations with the images of a unit side by side, <see cref="Images"/> of them: what sparse kernels read. Images that do not exist are zero.</summary>
internal static unsafe class Panel
{
    /// <summary>Images of a panel.</summary>
    internal const int Images = 64;

    private const int Block = 8;

    /// <summary>Panel [units, images] of a row-major matrix [images, units].</summary>
    /// <param name="rows">First image.</param>
    /// <param name="stride">Floats from image to image.</param>
    /// <param name="images">Images that there are, at most those of a panel.</param>
    /// <param name="units">Units.</param>
    /// <param name="starts">Where the entries of each unit begin, one more than there are units: units without any are left out. Null takes all.</param>
    /// <param name="panel">Written.</param>
    internal static void FromRows(float* rows, int stride, int images, int units, int[]? starts, float* panel)
    {
        var done = 0;
        if (Avx.IsSupported)
        {
            for (; done + Block <= units; done += Block)
            {
                if (starts is not null && starts[done] == starts[done + Block])
                {
                    continue;
                }

                var image = 0;
                for (; image + Block <= images; image += Block)
                {
                    Turn(rows + ((nint)image * stride) + done, stride, panel + ((nint)done * Images) + image, Images);
                }

                for (var unit = done; unit < done + Block; unit++)
                {
                    Tail(rows, stride, image, images, unit, panel);
                }
            }
        }

        for (; done < units; done++)
        {
            Tail(rows, stride, 0, images, done, panel);
        }
    }

    /// <summary>Row-major matrix [images, units] of a panel.</summary>
    internal static void ToRows(float* panel, int images, int units, float* rows, int stride)
    {
        var image = 0;
        if (Avx.IsSupported)
        {
            for (; image + Block <= images; image += Block)
            {
                var unit = 0;
                for (; unit + Block <= units; unit += Block)
                {
                    Turn(panel + ((nint)unit * Images) + image, Images, rows + ((nint)image * stride) + unit, stride);
                }

                Rest(image, image + Block, unit);
            }
        }

        Rest(image, images, 0);

        void Rest(int from, int to, int firstUnit)
        {
            for (var i = from; i < to; i++)
            {
                for (var unit = firstUnit; unit < units; unit++)
                {
                    rows[((nint)i * stride) + unit] = panel[((nint)unit * Images) + i];
                }
            }
        }
    }

    /// <summary>max(x, 0); what is not a number stays so.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> Rectify(Vector256<float> values) =>
        Vector256.ConditionalSelect(Vector256.LessThan(values, Vector256<float>.Zero), Vector256<float>.Zero, values);

    /// <summary>The gradient of <see cref="Rectify"/>, as LibTorch has it: zero where the output is not positive, untouched where it is not a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> Close(Vector256<float> gradients, Vector256<float> outputs) =>
        Vector256.ConditionalSelect(Vector256.LessThanOrEqual(outputs, Vector256<float>.Zero), Vector256<float>.Zero, gradients);

    /// <summary>The sum, always in this order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Sum(Vector256<float> values)
    {
        var four = values.GetLower() + values.GetUpper();
        var two = four + Vector128.Shuffle(four, Vector128.Create(2, 3, 2, 3));
        return two.ToScalar() + two.GetElement(1);
    }

    private static void Tail(float* rows, int stride, int from, int images, int unit, float* panel)
    {
        var to = panel + ((nint)unit * Images);
        for (var image = from; image < images; image++)
        {
            to[image] = rows[((nint)image * stride) + unit];
        }

        for (var image = images; image < Images; image++)
        {
            to[image] = 0;
        }
    }

    // Eight rows of eight floats become eight columns.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn(float* from, nint fromStride, float* to, nint toStride)
    {
        var r0 = Avx.LoadVector256(from);
        var r1 = Avx.LoadVector256(from + fromStride);
        var r2 = Avx.LoadVector256(from + (2 * fromStride));
        var r3 = Avx.LoadVector256(from + (3 * fromStride));
        var r4 = Avx.LoadVector256(from + (4 * fromStride));
        var r5 = Avx.LoadVector256(from + (5 * fromStride));
        var r6 = Avx.LoadVector256(from + (6 * fromStride));
        var r7 = Avx.LoadVector256(from + (7 * fromStride));
        var t0 = Avx.UnpackLow(r0, r1);
        var t1 = Avx.UnpackHigh(r0, r1);
        var t2 = Avx.UnpackLow(r2, r3);
        var t3 = Avx.UnpackHigh(r2, r3);
        var t4 = Avx.UnpackLow(r4, r5);
        var t5 = Avx.UnpackHigh(r4, r5);
        var t6 = Avx.UnpackLow(r6, r7);
        var t7 = Avx.UnpackHigh(r6, r7);
        r0 = Avx.Shuffle(t0, t2, 0x44);
        r1 = Avx.Shuffle(t0, t2, 0xEE);
        r2 = Avx.Shuffle(t1, t3, 0x44);
        r3 = Avx.Shuffle(t1, t3, 0xEE);
        r4 = Avx.Shuffle(t4, t6, 0x44);
        r5 = Avx.Shuffle(t4, t6, 0xEE);
        r6 = Avx.Shuffle(t5, t7, 0x44);
        r7 = Avx.Shuffle(t5, t7, 0xEE);
        Avx.Store(to, Avx.Permute2x128(r0, r4, 0x20));
        Avx.Store(to + toStride, Avx.Permute2x128(r1, r5, 0x20));
        Avx.Store(to + (2 * toStride), Avx.Permute2x128(r2, r6, 0x20));
        Avx.Store(to + (3 * toStride), Avx.Permute2x128(r3, r7, 0x20));
        Avx.Store(to + (4 * toStride), Avx.Permute2x128(r0, r4, 0x31));
        Avx.Store(to + (5 * toStride), Avx.Permute2x128(r1, r5, 0x31));
        Avx.Store(to + (6 * toStride), Avx.Permute2x128(r2, r6, 0x31));
        Avx.Store(to + (7 * toStride), Avx.Permute2x128(r3, r7, 0x31));
    }
}
