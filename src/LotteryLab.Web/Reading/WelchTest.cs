using LotteryLab.Engine.Experiments;
using MathNet.Numerics.Distributions;

namespace LotteryLab.Web.Reading;

/// <summary>Test of two groups of runs that have no seeds in common (Welch: unequal variances).</summary>
internal static class WelchTest
{
    /// <summary>Second minus first.</summary>
    public static PairedTest Of(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        var (a, b) = (Spread.Of(first)!, Spread.Of(second)!);
        var difference = b.Mean - a.Mean;
        var count = Math.Min(a.Count, b.Count);
        if (count < 3)
        {
            return new PairedTest(count, difference, null, null);
        }

        var (va, vb) = (a.StandardDeviation * a.StandardDeviation / a.Count, b.StandardDeviation * b.StandardDeviation / b.Count);
        var error = Math.Sqrt(va + vb);
        if (error == 0)
        {
            return new PairedTest(count, difference, 0, difference == 0 ? 1 : 0);
        }

        // Degrees of freedom after Welch and Satterthwaite.
        var freedom = (va + vb) * (va + vb) / ((va * va / (a.Count - 1)) + (vb * vb / (b.Count - 1)));
        return new PairedTest(count, difference, StudentT.InvCDF(0, 1, freedom, 0.975) * error, 2 * StudentT.CDF(0, 1, freedom, -Math.Abs(difference) / error));
    }
}
