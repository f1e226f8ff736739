using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Randomness;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Datasets.Generated;

/// <summary>Options of <see cref="ShapesSource"/>.</summary>
public sealed record ShapesOptions : GeneratedDatasetOptions
{
    /// <summary>20,000 training images (2,000 of them for validation) and 4,000 test images.</summary>
    public ShapesOptions() => (TrainCount, TestCount, Validation) = (20_000, 4_000, 2_000);
}

/// <summary>Textured colour shapes on textured grounds, for convolutional networks without any download.</summary>
public sealed class ShapesSource : GeneratedDatasetSource<ShapesOptions>
{
    private const int Side = 32;
    private const double MinimumContrast = 0.3;

    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new("shapes", "Shapes (generated)", "Colour 32x32 images of ten outlines with random colour, texture, size, place and turn. Needs no files; stands in for CIFAR-10 when trying convolutional networks.")
    {
        KnownFailures = ["Colour and texture carry no information, so fully connected networks do badly.", "It is a toy: repeat what matters on a published data set."],
    };

    /// <inheritdoc/>
    protected override int Version => 1;

    /// <inheritdoc/>
    protected override ImageShape Shape => new(3, Side, Side);

    /// <inheritdoc/>
    protected override IReadOnlyList<string> ClassNames => ShapeOutlines.Names;

    /// <inheritdoc/>
    protected override void Draw(int label, ref CounterRandom random, Span<byte> image)
    {
        var ground = Colour(ref random);
        var ink = Colour(ref random);
        while (Brightness(ink) - Brightness(ground) < MinimumContrast)
        {
            // Figures are always lighter than their ground: with either polarity a small network stays at chance for thousands of steps.
            (ground, ink) = (Colour(ref random), Colour(ref random));
        }

        var place = new Placement(ref random, 0.26, 0.42);
        var (scrapShape, scrap) = (random.NextInt(ShapeOutlines.Names.Length), new Placement(ref random, 0.05, 0.1));
        var (groundTexture, inkTexture, scrapTexture) = (new ShapeTexture(ground, ref random), new ShapeTexture(ink, ref random), new ShapeTexture(Colour(ref random), ref random));
        var noise = random.NextDouble(0.01, 0.09);
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var colour = Blend(groundTexture.At(x, y), inkTexture.At(x, y), place.Cover(label, x, y));
                colour = Blend(colour, scrapTexture.At(x, y), scrap.Cover(scrapShape, x, y));
                var position = (y * Side) + x;
                image[position] = Quantise(colour.R, noise, ref random);
                image[position + (Side * Side)] = Quantise(colour.G, noise, ref random);
                image[position + (2 * Side * Side)] = Quantise(colour.B, noise, ref random);
            }
        }
    }

    private static (double R, double G, double B) Colour(ref CounterRandom random) => (random.NextDouble(), random.NextDouble(), random.NextDouble());

    private static double Brightness((double R, double G, double B) colour) => (0.3 * colour.R) + (0.6 * colour.G) + (0.1 * colour.B);

    private static (double R, double G, double B) Blend((double R, double G, double B) under, (double R, double G, double B) over, double cover) =>
        (under.R + ((over.R - under.R) * cover), under.G + ((over.G - under.G) * cover), under.B + ((over.B - under.B) * cover));

    private static byte Quantise(double value, double noise, ref CounterRandom random) =>
        (byte)((Math.Clamp(value + (noise * random.NextBell()), 0, 1) * 255) + 0.5);

    /// <summary>Where an outline stands: size, turn, stretch and place.</summary>
    private readonly struct Placement
    {
        private const double Offset = 0.25;
        private readonly double xx;
        private readonly double xy;
        private readonly double yx;
        private readonly double yy;
        private readonly double x0;
        private readonly double y0;

        internal Placement(ref CounterRandom random, double smallest, double largest)
        {
            var size = Side * random.NextDouble(smallest, largest);
            var stretch = random.NextDouble(0.75, 1);
            var (sine, cosine) = PortableMath.SinCos(0.35 * random.NextBell());
            var room = Math.Max(0, (Side / 2.0) - (0.85 * size));
            (x0, y0) = ((Side / 2.0) - 0.5 + random.NextDouble(-room, room), (Side / 2.0) - 0.5 + random.NextDouble(-room, room));

            // Inverse map: from the pixel back to the unit outline.
            (xx, xy) = (cosine / size, sine / size);
            (yx, yy) = (-sine / (size * stretch), cosine / (size * stretch));
        }

        /// <summary>Covered share of a pixel, from four samples.</summary>
        internal double Cover(int shape, int x, int y)
        {
            var (dx, dy) = (x - x0, y - y0);
            var (u, v) = ((xx * dx) + (xy * dy), (yx * dx) + (yy * dy));

            // All outlines lie within radius 1.2; a pixel is far smaller than the margin.
            if ((u * u) + (v * v) > 2.2)
            {
                return 0;
            }

            var hits = 0;
            for (var sample = 0; sample < 4; sample++)
            {
                var (sx, sy) = (dx + ((sample & 1) == 0 ? -Offset : Offset), dy + ((sample & 2) == 0 ? -Offset : Offset));
                hits += ShapeOutlines.Contains(shape, (xx * sx) + (xy * sy), (yx * sx) + (yy * sy)) ? 1 : 0;
            }

            return hits / 4.0;
        }
    }
}
