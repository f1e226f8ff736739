using System.Globalization;

namespace LotteryLab.Bench.Reporting;

/// <summary>Median with the smallest and the largest value.</summary>
internal readonly record struct Spread(double Median, double Min, double Max)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number(Median)} ({Number(Min)}–{Number(Max)})");

    /// <summary>Three significant digits, as far as they are digits behind the point.</summary>
    public static string Number(double value)
    {
        if (!double.IsFinite(value))
        {
            return "–";
        }

        var digits = Math.Abs(value) switch { >= 100 => "0", >= 10 => "0.0", >= 1 => "0.00", >= 0.1 => "0.000", _ => "0.0000" };
        return value.ToString(digits, CultureInfo.InvariantCulture);
    }
}

/// <summary>The few statistics that a handful of runs supports.</summary>
internal static class Statistics
{
    /// <summary>The middle value, or the mean of the two in the middle.</summary>
    /// <exception cref="ArgumentException">There is no value.</exception>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0)
        {
            throw new ArgumentException("The median of nothing is not defined.", nameof(values));
        }

        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>Median, smallest and largest value.</summary>
    public static Spread Spread(IReadOnlyCollection<double> values) => new(Median(values), values.Min(), values.Max());
}
