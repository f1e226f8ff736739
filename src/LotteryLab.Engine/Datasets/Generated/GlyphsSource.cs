using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Randomness;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Datasets.Generated;

/// <summary>Options of <see cref="GlyphsSource"/>.</summary>
public sealed record GlyphsOptions : GeneratedDatasetOptions
{
    /// <summary>12,000 training images (2,000 of them for validation) and 2,000 test images.</summary>
    public GlyphsOptions() => (TrainCount, TestCount, Validation) = (12_000, 2_000, 2_000);
}

/// <summary>Grey digits drawn by code, so that the first experiment needs no download.</summary>
public sealed class GlyphsSource : GeneratedDatasetSource<GlyphsOptions>
{
    private const int Side = 28;
    private const int MaximumPoints = 64;

    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new("glyphs", "Glyphs (generated)", "Grey 28x28 digits drawn by LotteryLab with random hand, slant, pen, dirt and noise. Needs no files; a LeNet-300-100 learns it in a minute, and tickets differ from their controls.")
    {
        KnownFailures = ["It is a toy: use it to learn, to test and to demonstrate, and repeat what matters on a published data set."],
    };

    /// <inheritdoc/>
    protected override int Version => 1;

    /// <inheritdoc/>
    protected override ImageShape Shape => new(1, Side, Side);

    /// <inheritdoc/>
    protected override IReadOnlyList<string> ClassNames { get; } = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    /// <inheritdoc/>
    protected override void Draw(int label, ref CounterRandom random, Span<byte> image)
    {
        Span<double> pixels = stackalloc double[Side * Side];
        Span<double> scratch = stackalloc double[Side * Side];
        pixels.Clear();
        var canvas = new GreyCanvas(pixels, scratch, Side);
        var forms = GlyphSkeletons.Digits[label];
        DrawFigure(canvas, forms[random.NextInt(forms.Count)], ref random);
        DrawDirt(canvas, ref random);
        canvas.Blur(random.NextDouble(0, 0.25));
        canvas.Write(image, random.NextDouble(0.02, 0.12), ref random);
    }

    private static void DrawFigure(GreyCanvas canvas, StrokePoint[][] strokes, ref CounterRandom random)
    {
        var hand = new Hand(ref random);
        var radius = random.NextDouble(0.7, 1.8);
        var ink = random.NextDouble(0.55, 1);
        Span<StrokePoint> points = stackalloc StrokePoint[MaximumPoints];
        foreach (var stroke in strokes)
        {
            for (var i = 0; i < stroke.Length; i++)
            {
                points[i] = hand.Place(stroke[i], ref random);
            }

            for (var i = 1; i < stroke.Length; i++)
            {
                canvas.Line(points[i - 1], points[i], radius, ink);
            }
        }
    }

    /// <summary>Stray strokes, and a part that is covered.</summary>
    private static void DrawDirt(GreyCanvas canvas, ref CounterRandom random)
    {
        for (var stray = random.NextInt(3); stray > 0; stray--)
        {
            var start = new StrokePoint(random.NextDouble(0, Side), random.NextDouble(0, Side));
            var end = new StrokePoint(start.X + (5 * random.NextBell()), start.Y + (5 * random.NextBell()));
            canvas.Line(start, end, random.NextDouble(0.3, 1.1), random.NextDouble(0.3, 0.9));
        }

        if (random.NextInt(3) == 0)
        {
            var (width, height) = (3 + random.NextInt(6), 3 + random.NextInt(6));
            canvas.Patch(random.NextInt(Side - width), random.NextInt(Side - height), width, height, random.NextDouble(0, 0.5));
        }
    }

    /// <summary>How one image is written: slant, size, place, bend and tremor.</summary>
    private readonly struct Hand
    {
        private const double Tremor = 0.022;
        private readonly double xx;
        private readonly double xy;
        private readonly double yx;
        private readonly double yy;
        private readonly double shiftX;
        private readonly double shiftY;
        private readonly double bendX;
        private readonly double bendY;

        internal Hand(ref CounterRandom random)
        {
            var (sine, cosine) = PortableMath.SinCos(0.14 * random.NextBell());
            var height = Side * random.NextDouble(0.64, 0.82);
            var width = height * random.NextDouble(0.6, 1.05);
            var slant = 0.14 * random.NextBell();
            (xx, xy) = (width * cosine, (width * cosine * slant) - (height * sine));
            (yx, yy) = (width * sine, (width * sine * slant) + (height * cosine));
            (shiftX, shiftY) = ((Side / 2.0) - 0.5 + (1.1 * random.NextBell()), (Side / 2.0) - 0.5 + (1.1 * random.NextBell()));
            (bendX, bendY) = (0.16 * random.NextBell(), 0.16 * random.NextBell());
        }

        internal StrokePoint Place(StrokePoint point, ref CounterRandom random)
        {
            var (x, y) = (point.X - 0.5, point.Y - 0.5);

            // A parabola in each direction: the whole figure leans back or bulges, which no affine map can do.
            var (u, v) = (x + (bendX * ((4 * y * y) - 0.5)) + (Tremor * random.NextBell()), y + (bendY * ((4 * x * x) - 0.5)) + (Tremor * random.NextBell()));
            return new StrokePoint(shiftX + (xx * u) + (xy * v), shiftY + (yx * u) + (yy * v));
        }
    }
}
