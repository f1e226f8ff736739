using LotteryLab.Engine.Randomness;

namespace LotteryLab.Engine.Datasets.Generated;

/// <summary>A small grey image in double arithmetic: strokes, patches, blur and noise.</summary>
internal ref struct GreyCanvas(Span<double> pixels, Span<double> scratch, int side)
{
    private readonly Span<double> pixels = pixels;
    private readonly Span<double> scratch = scratch;

    /// <summary>Draws a round-ended line; where strokes overlap, the brighter one shows.</summary>
    internal readonly void Line(StrokePoint from, StrokePoint to, double radius, double ink)
    {
        var reach = radius + 0.5;
        var (left, right) = Range(from.X, to.X, reach);
        var (top, bottom) = Range(from.Y, to.Y, reach);
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var inverse = 1 / Math.Max(1e-12, (dx * dx) + (dy * dy));
        for (var y = top; y <= bottom; y++)
        {
            for (var x = left; x <= right; x++)
            {
                var (px, py) = (x - from.X, y - from.Y);
                var along = Math.Clamp(((px * dx) + (py * dy)) * inverse, 0, 1);
                var (ex, ey) = (px - (along * dx), py - (along * dy));
                var squared = (ex * ex) + (ey * ey);
                if (squared >= reach * reach)
                {
                    continue;
                }

                var value = ink * Math.Min(1, reach - Math.Sqrt(squared));
                ref var pixel = ref pixels[(y * side) + x];
                pixel = Math.Max(pixel, value);
            }
        }
    }

    /// <summary>Fills a rectangle with one value: an occluded part.</summary>
    internal readonly void Patch(int left, int top, int width, int height, double value)
    {
        for (var y = Math.Max(0, top); y < Math.Min(side, top + height); y++)
        {
            for (var x = Math.Max(0, left); x < Math.Min(side, left + width); x++)
            {
                pixels[(y * side) + x] = value;
            }
        }
    }

    /// <summary>Weighted mean with the neighbours, in both directions; weight 0 leaves the image alone.</summary>
    internal readonly void Blur(double weight)
    {
        Smooth(pixels, scratch, 1, weight);
        Smooth(scratch, pixels, side, weight);
    }

    /// <summary>Writes bytes with Gaussian-like noise added.</summary>
    internal readonly void Write(Span<byte> image, double noise, ref CounterRandom random)
    {
        for (var i = 0; i < pixels.Length; i++)
        {
            image[i] = (byte)(Math.Clamp(pixels[i] + (noise * random.NextBell()), 0, 1) * 255 + 0.5);
        }
    }

    private readonly (int First, int Last) Range(double a, double b, double reach) =>
        ((int)Math.Clamp(Math.Ceiling(Math.Min(a, b) - reach), 0, side), (int)Math.Clamp(Math.Floor(Math.Max(a, b) + reach), -1, side - 1));

    private readonly void Smooth(ReadOnlySpan<double> source, Span<double> target, int stride, double weight)
    {
        var own = 1 - (2 * weight);
        for (var i = 0; i < source.Length; i++)
        {
            var position = i / stride % side;
            var before = position > 0 ? source[i - stride] : 0;
            var after = position < side - 1 ? source[i + stride] : 0;
            target[i] = (own * source[i]) + (weight * (before + after));
        }
    }
}
