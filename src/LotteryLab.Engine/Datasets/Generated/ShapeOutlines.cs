namespace LotteryLab.Engine.Datasets.Generated;

/// <summary>The ten outlines of <see cref="ShapesSource"/>, each in about the unit disc, as a test whether a point lies inside.</summary>
internal static class ShapeOutlines
{
    internal static readonly string[] Names = ["disc", "ring", "square", "triangle", "star", "cross", "crescent", "half-disc", "hexagon", "L-shape"];

    private static readonly StrokePoint[] Triangle = Regular(3, 1.1);
    private static readonly StrokePoint[] Hexagon = Regular(6, 0.98);
    private static readonly StrokePoint[] Star = StarOutline(5, 1.1, 0.45);

    internal static bool Contains(int shape, double x, double y) => shape switch
    {
        0 => (x * x) + (y * y) < 0.81,
        1 => (x * x) + (y * y) is < 0.9 and > 0.3,
        2 => Math.Abs(x) < 0.8 && Math.Abs(y) < 0.8,
        3 => InPolygon(Triangle, x, y),
        4 => InPolygon(Star, x, y),
        5 => (Math.Abs(x) < 0.3 && Math.Abs(y) < 0.95) || (Math.Abs(y) < 0.3 && Math.Abs(x) < 0.95),
        6 => (x * x) + (y * y) < 0.95 && ((x - 0.42) * (x - 0.42)) + (y * y) > 0.55,
        7 => (x + 0.4) * (x + 0.4) + (y * y) < 1 && x > -0.4,
        8 => InPolygon(Hexagon, x, y),
        _ => Math.Abs(x) < 0.8 && Math.Abs(y) < 0.85 && (x < -0.2 || y > 0.25),
    };

    private static bool InPolygon(StrokePoint[] corners, double x, double y)
    {
        var inside = false;
        for (int i = 0, j = corners.Length - 1; i < corners.Length; j = i++)
        {
            var (a, b) = (corners[i], corners[j]);
            if (a.Y > y != b.Y > y && x < ((b.X - a.X) * (y - a.Y) / (b.Y - a.Y)) + a.X)
            {
                inside = !inside;
            }
        }

        return inside;
    }

    private static StrokePoint[] Regular(int corners, double radius) => StarOutline(corners, radius, null);

    private static StrokePoint[] StarOutline(int corners, double outer, double? inner)
    {
        var count = inner is null ? corners : 2 * corners;
        var points = new StrokePoint[count];
        for (var i = 0; i < count; i++)
        {
            var (sine, cosine) = PortableMath.SinCos(6.283185307179586 * i / count);
            var radius = i % 2 == 1 && inner is { } small ? small : outer;
            points[i] = new StrokePoint(radius * cosine, radius * sine);
        }

        return points;
    }
}
