namespace LotteryLab.Engine.Datasets.Generated;

/// <summary>A point of a drawing; the unit is the height of the figure, y goes down.</summary>
internal readonly record struct StrokePoint(double X, double Y);

/// <summary>The ten digits as pen strokes in [0, 1] x [0, 1], each in the forms that people write.</summary>
internal static class GlyphSkeletons
{
    /// <summary>Forms per digit; a form is a list of strokes, a stroke a list of points.</summary>
    internal static IReadOnlyList<IReadOnlyList<StrokePoint[][]>> Digits { get; } =
    [
        [[Arc(0.5, 0.5, 0.34, 0.46, -90, 270, 16)], [Arc(0.5, 0.5, 0.26, 0.46, -60, 315, 16)]],
        [[Line(0.5, 0.04, 0.5, 0.96)], [Line(0.3, 0.24, 0.52, 0.04, 0.52, 0.96)], [Line(0.32, 0.22, 0.52, 0.04, 0.52, 0.96), Line(0.3, 0.96, 0.74, 0.96)]],
        [
            [[.. Arc(0.48, 0.29, 0.3, 0.25, 190, 380, 9), .. Line(0.2, 0.95, 0.82, 0.95)]],
            [[.. Arc(0.46, 0.28, 0.28, 0.24, 200, 400, 9), .. Line(0.34, 0.8), .. Arc(0.3, 0.86, 0.1, 0.09, 300, 0, 6), .. Line(0.5, 0.86, 0.84, 0.94)]],
        ],
        [
            [[.. Arc(0.45, 0.27, 0.27, 0.23, 200, 440, 9), .. Arc(0.45, 0.73, 0.31, 0.24, -90, 160, 9)]],
            [Line(0.22, 0.05, 0.74, 0.05, 0.44, 0.4), Arc(0.45, 0.68, 0.31, 0.28, -90, 150, 9)],
        ],
        [
            [Line(0.6, 0.04, 0.16, 0.66, 0.86, 0.66), Line(0.64, 0.4, 0.64, 0.96)],
            [Line(0.28, 0.06, 0.2, 0.5, 0.76, 0.5), Line(0.76, 0.06, 0.74, 0.96)],
        ],
        [
            [Line(0.78, 0.05, 0.3, 0.05, 0.26, 0.46), Arc(0.46, 0.68, 0.31, 0.27, 230, 500, 10)],
            [[.. Line(0.8, 0.06, 0.34, 0.06, 0.26, 0.44, 0.5, 0.4), .. Arc(0.48, 0.68, 0.3, 0.27, -60, 140, 9)]],
        ],
        [
            [[.. Line(0.68, 0.05, 0.4, 0.3), .. Arc(0.48, 0.7, 0.28, 0.25, 190, -170, 12)]],
            [[.. Arc(0.62, 0.5, 0.4, 0.46, 265, 180, 6), .. Arc(0.5, 0.72, 0.26, 0.23, 180, -180, 12)]],
        ],
        [
            [Line(0.18, 0.06, 0.82, 0.06, 0.42, 0.96)],
            [Line(0.18, 0.06, 0.8, 0.06, 0.42, 0.96), Line(0.34, 0.5, 0.74, 0.5)],
            [Line(0.2, 0.2, 0.2, 0.07, 0.8, 0.06, 0.52, 0.5, 0.46, 0.96)],
        ],
        [
            [Arc(0.5, 0.27, 0.25, 0.23, 90, 450, 12), Arc(0.5, 0.73, 0.3, 0.24, -90, 270, 12)],
            [[.. Arc(0.5, 0.27, 0.25, 0.23, -20, -270, 9), .. Arc(0.5, 0.73, 0.28, 0.23, -90, 200, 9), .. Line(0.72, 0.16)]],
        ],
        [
            [Arc(0.5, 0.3, 0.27, 0.25, 0, 360, 12), Line(0.77, 0.3, 0.74, 0.6, 0.6, 0.96)],
            [[.. Arc(0.48, 0.28, 0.26, 0.24, 10, -330, 12), .. Line(0.74, 0.96)]],
            [[.. Arc(0.48, 0.28, 0.26, 0.24, 0, -360, 12), .. Arc(0.38, 0.6, 0.36, 0.36, 0, 130, 6)]],
        ],
    ];

    private static StrokePoint[] Line(params ReadOnlySpan<double> coordinates)
    {
        var points = new StrokePoint[coordinates.Length / 2];
        for (var i = 0; i < points.Length; i++)
        {
            points[i] = new StrokePoint(coordinates[2 * i], coordinates[(2 * i) + 1]);
        }

        return points;
    }

    /// <summary>Part of an ellipse; degrees, 0 is right and 90 is down.</summary>
    private static StrokePoint[] Arc(double x, double y, double radiusX, double radiusY, double from, double to, int pieces)
    {
        var points = new StrokePoint[pieces + 1];
        for (var i = 0; i <= pieces; i++)
        {
            var (sine, cosine) = PortableMath.SinCos((from + ((to - from) * i / pieces)) * (3.141592653589793 / 180));
            points[i] = new StrokePoint(x + (radiusX * cosine), y + (radiusY * sine));
        }

        return points;
    }
}
