using LotteryLab.Engine.Experiments;
using MathNet.Numerics.Distributions;

namespace LotteryLab.Web.Studies;

/// <summary>How small a difference n seeds can show: the one that a two-sided paired t-test at 5% finds in 8 of 10 studies.</summary>
internal static class PowerLine
{
    /// <summary>Significance level.</summary>
    public const double Level = DifferenceTest.Level;

    /// <summary>Share of studies that find the difference.</summary>
    public const double Power = 0.8;

    /// <summary>Midpoints of the integral over the sample deviation; four digits are right with these.</summary>
    private const int Points = 400;

    /// <summary>The difference, in units of <paramref name="deviation"/>'s accuracy; null below two seeds, where no test exists.</summary>
    /// <param name="seeds">n of each of the two methods.</param>
    /// <param name="deviation">Standard deviation between seeds of one method. Differences of two independent ones spread by the square root of two more.</param>
    public static double? SmallestDifference(int seeds, double deviation) =>
        seeds < 2 ? null : StandardizedDifference(seeds) * Math.Sqrt(2) * deviation;

    /// <summary>The difference in standard deviations of the paired differences.</summary>
    public static double StandardizedDifference(int seeds)
    {
        var freedom = seeds - 1;
        var critical = StudentT.InvCDF(0, 1, freedom, 1 - (Level / 2));
        var ratios = Enumerable.Range(0, Points).Select(i => Math.Sqrt(ChiSquared.InvCDF(freedom, (i + 0.5) / Points) / freedom)).ToArray();
        var (low, high) = (0.0, 200.0);
        while (high - low > 1e-6)
        {
            var middle = (low + high) / 2;
            var shift = middle * Math.Sqrt(seeds);

            // The noncentral t distribution as a mean over the sample deviation; the other tail is negligible at this power.
            var found = ratios.Average(ratio => Normal.CDF(0, 1, shift - (critical * ratio)));
            (low, high) = found < Power ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }
}
