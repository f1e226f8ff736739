using System.Text.Json.Serialization;
using MathNet.Numerics.Distributions;

namespace LotteryLab.Engine.Experiments;

/// <summary>
/// Whether two treatments differ: mean difference, its interval, and a two-sided t-test. Every comparison of runs in the program is one of these.
/// </summary>
/// <param name="Count">n: pairs, or the runs of the smaller group where they are not paired.</param>
/// <param name="Difference">Mean difference.</param>
/// <param name="HalfWidth95">Half width of its 95 % confidence interval (Student t); null where there is no test.</param>
/// <param name="PValue">
/// p; null below n = 3, and where every pair (or both groups) show one and the same difference that is not zero: with no spread between runs t is not
/// defined, and p = 0 would claim a certainty that a few equal numbers do not give. Where all differences are zero there is nothing to claim, and p = 1.
/// </param>
public sealed record DifferenceTest(int Count, double Difference, double? HalfWidth95, double? PValue)
{
    /// <summary>Fewer runs than this give no test.</summary>
    public const int FewestRuns = 3;

    /// <summary>Below this p a difference counts as significant.</summary>
    public const double Level = 0.05;

    private const double RoundingError = 1e-14;

    /// <summary>Whether the difference is significant; null where there is no test.</summary>
    [JsonIgnore]
    public bool? IsSignificant => PValue is { } p ? p < Level : null;

    /// <summary>Why there is no test, in a few words; empty where there is one.</summary>
    [JsonIgnore]
    public string Untested => PValue is not null ? ""
        : Count < FewestRuns ? "not enough runs for a test"
        : "all differences are equal, so there is no spread to test against";

    /// <summary>Tests pairs of runs with the same seeds and the same data order; null of none.</summary>
    /// <param name="differences">One difference a pair.</param>
    public static DifferenceTest? Paired(IEnumerable<double> differences) =>
        Spread.Of(differences) is { } spread ? Of(spread.Count, spread.Mean, spread.StandardDeviation / Math.Sqrt(spread.Count), spread.Count - 1) : null;

    /// <summary>Tests two groups of runs that have no seeds in common (Welch: unequal variances), second minus first; null where one is empty.</summary>
    public static DifferenceTest? Unpaired(IEnumerable<double> first, IEnumerable<double> second)
    {
        if (Spread.Of(first) is not { } a || Spread.Of(second) is not { } b)
        {
            return null;
        }

        var (va, vb) = (a.StandardDeviation * a.StandardDeviation / a.Count, b.StandardDeviation * b.StandardDeviation / b.Count);

        // Degrees of freedom after Welch and Satterthwaite.
        var freedom = (va + vb) * (va + vb) / ((va * va / (a.Count - 1)) + (vb * vb / (b.Count - 1)));
        return Of(Math.Min(a.Count, b.Count), b.Mean - a.Mean, Math.Sqrt(va + vb), freedom);
    }

    /// <summary>Holm's correction: p-values of a family of tests, so that the chance of any false claim stays below the level.</summary>
    public static IReadOnlyList<double> Holm(IReadOnlyList<double> values)
    {
        var adjusted = new double[values.Count];
        var running = 0.0;
        var rank = 0;
        foreach (var i in Enumerable.Range(0, values.Count).OrderBy(i => values[i]))
        {
            running = Math.Max(running, Math.Min(1, values[i] * (values.Count - rank++)));
            adjusted[i] = running;
        }

        return adjusted;
    }

    /// <summary>How many standard errors lie on each side of a mean within its 95 % interval.</summary>
    public static double Quantile95(double freedom) => StudentT.InvCDF(0, 1, freedom, 1 - (Level / 2));

    private static DifferenceTest Of(int count, double mean, double error, double freedom)
    {
        if (count < FewestRuns)
        {
            return new DifferenceTest(count, mean, null, null);
        }

        // Equal differences of accuracies are equal only up to rounding; a spread of that size is none.
        return error <= RoundingError
            ? (Math.Abs(mean) <= RoundingError ? new DifferenceTest(count, mean, 0, 1) : new DifferenceTest(count, mean, null, null))
            : new DifferenceTest(count, mean, Quantile95(freedom) * error, 2 * StudentT.CDF(0, 1, freedom, -Math.Abs(mean) / error));
    }
}
