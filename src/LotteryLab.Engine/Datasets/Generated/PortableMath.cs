namespace LotteryLab.Engine.Datasets.Generated;

/// <summary>
/// Sine and cosine from additions and multiplications only. Those of the runtime come from the platform's C library and differ in the last bit, which
/// would give generated images another fingerprint on another machine.
/// </summary>
internal static class PortableMath
{
    private const double HalfPi = 1.5707963267948966;

    internal static (double Sine, double Cosine) SinCos(double angle)
    {
        var quarter = Math.Floor((angle / HalfPi) + 0.5);
        var x = angle - (quarter * HalfPi);
        var xx = x * x;

        // Taylor series to x^13 and x^12: below 1e-10 for |x| <= pi/4, far finer than a pixel.
        var sine = x * (1 - (xx / 6 * (1 - (xx / 20 * (1 - (xx / 42 * (1 - (xx / 72 * (1 - (xx / 110 * (1 - (xx / 156))))))))))));
        var cosine = 1 - (xx / 2 * (1 - (xx / 12 * (1 - (xx / 30 * (1 - (xx / 56 * (1 - (xx / 90 * (1 - (xx / 132)))))))))));
        return ((long)quarter & 3) switch
        {
            0 => (sine, cosine),
            1 => (cosine, -sine),
            2 => (-sine, -cosine),
            _ => (-cosine, sine),
        };
    }
}
