using System.Globalization;
using LotteryLab.Engine.Experiments;

namespace LotteryLab.Web.Text;

/// <summary>Numbers as people read them: percent on screen, never a fraction; the number of runs beside every mean. js/format.js has the same rules.</summary>
internal static class Numbers
{
    /// <summary>A minus as wide as a plus; a hyphen is easily overlooked.</summary>
    private const char Minus = '\u2212';

    private const char ThinSpace = '\u2009';

    /// <summary>Weights remaining with three significant digits: 100%, 51.2%, 3.52%, 0.115%.</summary>
    public static string WeightsRemaining(double density)
    {
        var percent = density * 100;
        if (percent <= 0)
        {
            return "0%";
        }

        var decimals = Math.Clamp(2 - (int)Math.Floor(Math.Log10(percent)), 0, 10);
        return percent.ToString(decimals == 0 ? "0" : "0." + new string('#', decimals), CultureInfo.InvariantCulture) + "%";
    }

    /// <summary>Sparsity: one decimal below 99%, then two.</summary>
    public static string Sparsity(double density)
    {
        var percent = 100 - (density * 100);
        return percent.ToString(percent < 99 ? "0.0" : "0.00", CultureInfo.InvariantCulture) + "%";
    }

    /// <summary>Prunable / kept with a multiplication sign: 28.4×.</summary>
    public static string Compression(double density) =>
        density > 0 ? Significant(1 / density) + "×" : "nothing left";

    /// <summary>Accuracy with two decimals.</summary>
    public static string Accuracy(double fraction) => Percent(fraction) + "%";

    /// <summary>Accuracy with two decimals, or that there is none.</summary>
    public static string Accuracy(double? fraction) => fraction is { } known ? Accuracy(known) : "not measured";

    /// <summary>Mean accuracy with its 95% confidence interval, or with smallest and largest value below three runs.</summary>
    public static string Accuracy(Spread? spread) => spread switch
    {
        null => "not measured",
        { Count: 1 } => $"{Accuracy(spread.Mean)} (n=1)",
        { HalfWidth95: { } half } => $"{Accuracy(spread.Mean)} (95% CI {Percent(spread.Mean - half)}-{Percent(spread.Mean + half)}, n={spread.Count})",
        _ => $"{Accuracy(spread.Mean)} ({Percent(spread.Minimum)} to {Percent(spread.Maximum)}, n={spread.Count})",
    };

    /// <summary>Difference of two fractions in percentage points with a true minus: +0.31 pp.</summary>
    public static string Points(double difference)
    {
        var text = Percent(Math.Abs(difference));
        return $"{(difference < 0 && text != "0.00" ? Minus : '+')}{text} pp";
    }

    /// <summary>Mean iteration with smallest and largest value.</summary>
    public static string Iterations(Spread? spread) => spread switch
    {
        null => "not measured",
        { Count: 1 } => $"{Whole(spread.Mean)} (n=1)",
        _ => $"{Whole(spread.Mean)} ({Whole(spread.Minimum)} to {Whole(spread.Maximum)}, n={spread.Count})",
    };

    /// <summary>A count: thin-space groups, k and M above 10,000; the full number belongs into the title.</summary>
    public static string Count(long number) => number switch
    {
        >= 1_000_000 => Significant(number / 1e6) + " M",
        >= 10_000 => (number / 1e3).ToString("0", CultureInfo.InvariantCulture) + " k",
        _ => Groups(number),
    };

    /// <summary>A count with all its digits in groups of three: 266 200.</summary>
    public static string Groups(long number) => number.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', ThinSpace);

    /// <summary>A duration in its two largest units: 2 h 14 min, 48 s.</summary>
    public static string Duration(double seconds)
    {
        var whole = (long)Math.Round(Math.Max(0, seconds));
        (long Value, string Unit)[] parts = [(whole / 86_400, "d"), (whole / 3600 % 24, "h"), (whole / 60 % 60, "min"), (whole % 60, "s")];
        var largest = parts.SkipWhile(part => part.Value == 0).Take(2).Where(part => part.Value > 0).Select(part => $"{part.Value} {part.Unit}");
        return string.Join(' ', largest) is { Length: > 0 } text ? text : "0 s";
    }

    /// <summary>A range of durations in one unit: 4 to 6 min. It is rounded outwards, because a range must not promise more than was known.</summary>
    public static string Durations(double low, double high)
    {
        (double Seconds, string Name)[] units = [(86_400, "days"), (3600, "h"), (60, "min"), (1, "s")];
        var (unit, name) = units.FirstOrDefault(unit => high >= 2 * unit.Seconds, units[^1]);
        var (from, to) = (Math.Floor(Math.Max(0, low) / unit), Math.Ceiling(high / unit));
        return from == to || to <= 1 ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, to)} {name}")
            : from == 0 ? string.Create(CultureInfo.InvariantCulture, $"up to {to} {name}")
            : string.Create(CultureInfo.InvariantCulture, $"{from} to {to} {name}");
    }

    /// <summary>Energy in watt-hours, or in kilowatt-hours from one on.</summary>
    public static string Energy(double joules) => joules >= 3.6e6 ? Significant(joules / 3.6e6) + " kWh" : Significant(Math.Max(joules / 3600, 0.001)) + " Wh";

    /// <summary>Bytes in the largest fitting unit.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        >= 1_000_000_000 => Significant(bytes / 1e9) + " GB",
        >= 1_000_000 => Significant(bytes / 1e6) + " MB",
        >= 1_000 => Significant(bytes / 1e3) + " kB",
        _ => $"{bytes} B",
    };

    /// <summary>A loss or a learning rate: three significant digits, plain down to 0.001, then 1.2e-4.</summary>
    public static string Plain(double value)
    {
        if (value == 0)
        {
            return "0";
        }

        return Math.Abs(value) < 0.001
            ? value.ToString("0.##e-0", CultureInfo.InvariantCulture)
            : Significant(value);
    }

    private static string Percent(double fraction) => (fraction * 100).ToString("0.00", CultureInfo.InvariantCulture);

    private static string Whole(double value) => Groups((long)Math.Round(value));

    private static string Significant(double value)
    {
        var decimals = Math.Clamp(2 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 10);
        return value.ToString(decimals == 0 ? "0" : "0." + new string('#', decimals), CultureInfo.InvariantCulture);
    }
}
