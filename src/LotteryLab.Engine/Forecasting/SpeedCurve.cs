namespace LotteryLab.Engine.Forecasting;

/// <summary>A speed that depends on the size of the work: small matrix products reach a fraction of what large ones do.</summary>
/// <param name="Points">Measured points.</param>
public sealed record SpeedCurve(IReadOnlyList<SpeedPoint> Points)
{
    /// <summary>Operations per second at a size, between the points straight on logarithmic axes and flat outside of them.</summary>
    /// <exception cref="InvalidOperationException">There is no point.</exception>
    public double At(double size)
    {
        var points = Points.OrderBy(point => point.Size).ToList();
        if (points.Count == 0)
        {
            throw new InvalidOperationException("A speed curve needs at least one point.");
        }

        if (size <= points[0].Size)
        {
            return points[0].PerSecond;
        }

        for (var i = 1; i < points.Count; i++)
        {
            if (size <= points[i].Size)
            {
                var (left, right) = (points[i - 1], points[i]);
                var share = Math.Log(size / left.Size) / Math.Log(right.Size / left.Size);
                return left.PerSecond * Math.Pow(right.PerSecond / left.PerSecond, share);
            }
        }

        return points[^1].PerSecond;
    }
}

/// <summary>One measured speed.</summary>
/// <param name="Size">Size of the work; what it counts is said where the curve is used.</param>
/// <param name="PerSecond">Operations or bytes per second.</param>
public sealed record SpeedPoint(double Size, double PerSecond);
