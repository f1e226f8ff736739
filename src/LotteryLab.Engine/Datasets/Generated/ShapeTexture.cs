using LotteryLab.Engine.Randomness;

namespace LotteryLab.Engine.Datasets.Generated;

/// <summary>A two-colour pattern: plain, shaded, striped, chequered or dotted, at a random angle and pitch.</summary>
internal readonly struct ShapeTexture
{
    private readonly (double R, double G, double B) first;
    private readonly (double R, double G, double B) second;
    private readonly int kind;
    private readonly double sine;
    private readonly double cosine;
    private readonly double pitch;
    private readonly double phase;

    /// <summary>Draws a pattern around a main colour.</summary>
    internal ShapeTexture((double R, double G, double B) colour, ref CounterRandom random)
    {
        first = colour;
        second = (Near(colour.R, ref random), Near(colour.G, ref random), Near(colour.B, ref random));
        kind = random.NextInt(5);
        (sine, cosine) = PortableMath.SinCos(random.NextDouble(0, 3.141592653589793));
        (pitch, phase) = (random.NextDouble(3, 8), random.NextDouble(0, 8));
    }

    internal (double R, double G, double B) At(double x, double y)
    {
        var (u, v) = (((x * cosine) + (y * sine) + phase) / pitch, ((y * cosine) - (x * sine) + phase) / pitch);
        var share = kind switch
        {
            0 => 0.0,
            1 => Math.Clamp(0.5 + (((x - 16) * cosine) + ((y - 16) * sine)) / 32, 0, 1),
            2 => Fraction(u) < 0.5 ? 0 : 1,
            3 => Fraction(u) < 0.5 ^ Fraction(v) < 0.5 ? 0 : 1,
            _ => Dot(Fraction(u) - 0.5, Fraction(v) - 0.5),
        };
        return (Mix(first.R, second.R, share), Mix(first.G, second.G, share), Mix(first.B, second.B, share));
    }

    private static double Dot(double u, double v) => (u * u) + (v * v) < 0.09 ? 1 : 0;

    private static double Fraction(double value) => value - Math.Floor(value);

    private static double Mix(double a, double b, double share) => a + ((b - a) * share);

    private static double Near(double value, ref CounterRandom random) => Math.Clamp(value + (0.16 * random.NextBell()), 0, 1);
}
