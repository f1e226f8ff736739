using MathNet.Numerics.Distributions;

namespace LotteryLab.Engine.Experiments;

/// <summary>Differences of paired runs: same seeds, same data order, two treatments.</summary>
/// <param name="Count">n, pairs.</param>
/// <param name="Difference">Mean difference.</param>
/// <param name="HalfWidth95">Half width of its 95 % confidence interval (Student t); null below n = 3.</param>
/// <param name="PValue">Two-sided paired t-test; null below n = 3, and where all differences are equal but not zero.</param>
public sealed record PairedComparison(int Count, double Difference, double? HalfWidth95, double? PValue)
{
    /// <summary>Fewer pairs than this give no test.</summary>
    public const int FewestRuns = 3;

    /// <summary>Compares pairs; null of none.</summary>
    public static PairedComparison? Of(IEnumerable<double> differences)
    {
        if (Spread.Of(differences) is not { } spread)
        {
            return null;
        }

        var error = spread.StandardDeviation / Math.Sqrt(spread.Count);
        double? p = spread.Count < FewestRuns ? null
            : error > 0 ? 2 * StudentT.CDF(0, 1, spread.Count - 1, -Math.Abs(spread.Mean) / error)
            : spread.Mean == 0 ? 1 : null;
        return new PairedComparison(spread.Count, spread.Mean, spread.HalfWidth95, p);
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
}
