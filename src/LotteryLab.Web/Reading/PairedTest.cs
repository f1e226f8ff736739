using System.Globalization;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Words;
using MathNet.Numerics.Distributions;

namespace LotteryLab.Web.Reading;

/// <summary>Two-sided paired t-test of differences against zero.</summary>
/// <param name="Count">n.</param>
/// <param name="Mean">Mean difference.</param>
/// <param name="HalfWidth95">Half of its 95% confidence interval; null below n = 3.</param>
/// <param name="PValue">p; null below n = 3.</param>
public sealed record PairedTest(int Count, double Mean, double? HalfWidth95, double? PValue)
{
    /// <summary>Below this p a difference counts as significant.</summary>
    public const double Level = 0.05;

    /// <summary>Tests at least one difference.</summary>
    public static PairedTest Of(IReadOnlyList<double> differences)
    {
        var spread = Spread.Of(differences)!;
        if (spread.HalfWidth95 is not { } half)
        {
            return new(spread.Count, spread.Mean, null, null);
        }

        var error = spread.StandardDeviation / Math.Sqrt(spread.Count);

        // Equal differences in every pair leave no doubt, and no t either.
        var p = error > 0 ? 2 * StudentT.CDF(0, 1, spread.Count - 1, -Math.Abs(spread.Mean) / error) : spread.Mean == 0 ? 1 : 0;
        return new(spread.Count, spread.Mean, half, p);
    }

    /// <summary>Whether the difference is significant; null when n is too small to say.</summary>
    public bool? IsSignificant => PValue is { } p ? p < Level : null;

    /// <summary>Difference, interval, n and p in words.</summary>
    public string Sentence => (HalfWidth95, PValue) switch
    {
        ({ } half, { } p) => string.Create(CultureInfo.InvariantCulture, $"{Numbers.Points(Mean)} (95% CI {Numbers.Points(Mean - half)} to {Numbers.Points(Mean + half)}, n={Count}, p={(p < 0.001 ? "below 0.001" : p.ToString("0.000", CultureInfo.InvariantCulture))})"),
        _ => $"{Numbers.Points(Mean)} (n={Count}: not enough runs for a test)",
    };
}
