using System.Runtime.Intrinsics;
using LotteryLab.Engine.Networks.Sparsity;

namespace LotteryLab.Engine.Networks.Tail;

/// <summary>What lies between two matrix products, one pass each over row-major activations. Sums run image after image, so vectors of any width give the same bits.</summary>
internal static unsafe class RowPasses
{
    /// <summary>Adds a bias and cuts at zero.</summary>
    /// <param name="rows">[images, units], changed.</param>
    /// <param name="images">Images.</param>
    /// <param name="units">Units.</param>
    /// <param name="bias">[units], or null.</param>
    /// <param name="isRectified">Whether negative outputs become zero.</param>
    internal static void Finish(float* rows, int images, int units, float* bias, bool isRectified)
    {
        if (bias is null && !isRectified)
        {
            return;
        }

        for (var image = 0; image < images; image++)
        {
            var row = rows + ((nint)image * units);
            var unit = 0;
            for (; unit + 8 <= units; unit += 8)
            {
                var value = Vector256.Load(row + unit);
                value = bias is null ? value : value + Vector256.Load(bias + unit);
                (isRectified ? Panel.Rectify(value) : value).Store(row + unit);
            }

            for (; unit < units; unit++)
            {
                var value = bias is null ? row[unit] : row[unit] + bias[unit];
                row[unit] = isRectified && value < 0 ? 0 : value;
            }
        }
    }

    /// <summary>Closes gradients where the ReLU was closed and sums them for the bias.</summary>
    /// <param name="gradients">[images, units], changed.</param>
    /// <param name="outputs">What the ReLU gave; null without one.</param>
    /// <param name="images">Images.</param>
    /// <param name="units">Units.</param>
    /// <param name="sums">[units], overwritten; null for none.</param>
    internal static void Close(float* gradients, float* outputs, int images, int units, float* sums)
    {
        if (sums is not null)
        {
            new Span<float>(sums, units).Clear();
        }
        else if (outputs is null)
        {
            return;
        }

        for (var image = 0; image < images; image++)
        {
            var row = gradients + ((nint)image * units);
            var opened = outputs is null ? null : outputs + ((nint)image * units);
            var unit = 0;
            for (; unit + 8 <= units; unit += 8)
            {
                var value = Vector256.Load(row + unit);
                if (opened is not null)
                {
                    value = Panel.Close(value, Vector256.Load(opened + unit));
                    value.Store(row + unit);
                }

                if (sums is not null)
                {
                    (Vector256.Load(sums + unit) + value).Store(sums + unit);
                }
            }

            for (; unit < units; unit++)
            {
                var value = opened is not null && opened[unit] <= 0 ? 0 : row[unit];
                row[unit] = value;
                if (sums is not null)
                {
                    sums[unit] += value;
                }
            }
        }
    }
}
