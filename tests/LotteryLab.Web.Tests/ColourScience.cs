using System.Globalization;

namespace LotteryLab.Web.Tests;

/// <summary>Contrast (WCAG) and colour distance (CIEDE2000), with the colours as people of three kinds of colour blindness see them.</summary>
internal static class ColourScience
{
    /// <summary>Machado, Oliveira, Fernandes 2009, severity 1, in linear light: normal, protan, deutan; tritan.</summary>
    public static readonly IReadOnlyList<double[]> Visions =
    [
        [1, 0, 0, 0, 1, 0, 0, 0, 1],
        [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
        [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881],
        [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900],
    ];

    public static double Contrast(string first, string second)
    {
        var (a, b) = (Luminance(first), Luminance(second));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    public static double Distance(string first, string second, double[] vision) => Ciede2000(Lab(first, vision), Lab(second, vision));

    private static double[] Linear(string hex) =>
        [.. Enumerable.Range(0, 3).Select(channel => int.Parse(hex.AsSpan(1 + (2 * channel), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0).Select(value => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4))];

    private static double Luminance(string hex) => Linear(hex) is var rgb ? (0.2126 * rgb[0]) + (0.7152 * rgb[1]) + (0.0722 * rgb[2]) : 0;

    private static (double L, double A, double B) Lab(string hex, double[] vision)
    {
        var rgb = Linear(hex);
        var seen = Enumerable.Range(0, 3).Select(row => Math.Clamp((vision[3 * row] * rgb[0]) + (vision[(3 * row) + 1] * rgb[1]) + (vision[(3 * row) + 2] * rgb[2]), 0, 1)).ToArray();
        var x = F(((0.4124564 * seen[0]) + (0.3575761 * seen[1]) + (0.1804375 * seen[2])) / 0.95047);
        var y = F((0.2126729 * seen[0]) + (0.7151522 * seen[1]) + (0.0721750 * seen[2]));
        var z = F(((0.0193339 * seen[0]) + (0.1191920 * seen[1]) + (0.9503041 * seen[2])) / 1.08883);
        return ((116 * y) - 16, 500 * (x - y), 200 * (y - z));

        static double F(double t) => t > 216.0 / 24389 ? Math.Cbrt(t) : ((24389.0 / 27 * t) + 16) / 116;
    }

    /// <summary>Sharma, Wu, Dalal 2005.</summary>
    private static double Ciede2000((double L, double A, double B) one, (double L, double A, double B) two)
    {
        var mean = (Math.Sqrt((one.A * one.A) + (one.B * one.B)) + Math.Sqrt((two.A * two.A) + (two.B * two.B))) / 2;
        var g = 0.5 * (1 - Math.Sqrt(Math.Pow(mean, 7) / (Math.Pow(mean, 7) + Math.Pow(25, 7))));
        var (a1, a2) = ((1 + g) * one.A, (1 + g) * two.A);
        var (c1, c2) = (Math.Sqrt((a1 * a1) + (one.B * one.B)), Math.Sqrt((a2 * a2) + (two.B * two.B)));
        var (h1, h2) = (Hue(a1, one.B), Hue(a2, two.B));
        var dh = c1 * c2 == 0 ? 0 : h2 - h1 > 180 ? h2 - h1 - 360 : h2 - h1 < -180 ? h2 - h1 + 360 : h2 - h1;
        var dH = 2 * Math.Sqrt(c1 * c2) * Math.Sin(Radians(dh / 2));
        var (meanL, meanC) = ((one.L + two.L) / 2, (c1 + c2) / 2);
        var meanH = c1 * c2 == 0 ? h1 + h2 : Math.Abs(h1 - h2) <= 180 ? (h1 + h2) / 2 : h1 + h2 < 360 ? (h1 + h2 + 360) / 2 : (h1 + h2 - 360) / 2;
        var t = 1 - (0.17 * Math.Cos(Radians(meanH - 30))) + (0.24 * Math.Cos(Radians(2 * meanH))) + (0.32 * Math.Cos(Radians((3 * meanH) + 6))) - (0.20 * Math.Cos(Radians((4 * meanH) - 63)));
        var sL = 1 + (0.015 * Math.Pow(meanL - 50, 2) / Math.Sqrt(20 + Math.Pow(meanL - 50, 2)));
        var (sC, sH) = (1 + (0.045 * meanC), 1 + (0.015 * meanC * t));
        var rT = -Math.Sin(Radians(60 * Math.Exp(-Math.Pow((meanH - 275) / 25, 2)))) * 2 * Math.Sqrt(Math.Pow(meanC, 7) / (Math.Pow(meanC, 7) + Math.Pow(25, 7)));
        var (l, c, h) = ((two.L - one.L) / sL, (c2 - c1) / sC, dH / sH);
        return Math.Sqrt((l * l) + (c * c) + (h * h) + (rT * c * h));
    }

    private static double Hue(double a, double b) => a == 0 && b == 0 ? 0 : ((Math.Atan2(b, a) * 180 / Math.PI) + 360) % 360;

    private static double Radians(double degrees) => degrees * Math.PI / 180;
}
