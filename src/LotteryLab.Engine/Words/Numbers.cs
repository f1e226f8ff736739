using System.Globalization;

namespace LotteryLab.Engine.Words;

/// <summary>
/// Numbers as people read them, on the command line, on pages and in texts of the API: percent, never a fraction; thin spaces between thousands; a true
/// minus. wwwroot/js/format.js has the same rules, and one table of values holds both to them (tests/numbers.json).
/// </summary>
public static class Numbers
{
    /// <summary>A minus as wide as a plus; a hyphen is easily overlooked.</summary>
    private const char Minus = '\u2212';

    private const char ThinSpace = '\u2009';

    private const double LongestSeconds = 1e12;

    /// <summary>Weights remaining with at most three significant digits: 100%, 50%, 51.2%, 3.52%, 0.115%.</summary>
    public static string WeightsRemaining(double density) => density > 0 ? Significant(density * 100) + "%" : "0%";

    /// <summary>Sparsity: one decimal below 99%, then two.</summary>
    public static string Sparsity(double density)
    {
        var percent = 100 - (density * 100);
        return Fixed(percent, percent < 99 ? 1 : 2) + "%";
    }

    /// <summary>Prunable / kept with a multiplication sign: 28.4×.</summary>
    public static string Compression(double density) => density > 0 ? Significant(1 / density) + "×" : "nothing left";

    /// <summary>Accuracy with two decimals: 98.06%.</summary>
    public static string Accuracy(double fraction) => Hundredths(fraction) + "%";

    /// <summary>Accuracy with two decimals, or that there is none.</summary>
    public static string Accuracy(double? fraction) => fraction is { } known ? Accuracy(known) : "not measured";

    /// <summary>A fraction in percent with two decimals and without the sign, for ranges: 97.98.</summary>
    public static string Hundredths(double fraction) => Fixed(fraction * 100, 2);

    /// <summary>Difference of two fractions in percentage points with a true minus, never a negative zero: +0.31 pp.</summary>
    public static string Points(double difference)
    {
        var text = Hundredths(Math.Abs(difference));
        return $"{(difference < 0 && text != "0.00" ? Minus : '+')}{text} pp";
    }

    /// <summary>A count: thin-space groups, k and M above 10,000; the full number belongs into the title.</summary>
    public static string Count(long number) => number switch
    {
        >= 1_000_000 => Significant(number / 1e6) + " M",
        >= 10_000 => Fixed(number / 1e3, 0) + " k",
        _ => Groups(number),
    };

    /// <summary>A count with all its digits in groups of three: 266 200.</summary>
    public static string Groups(long number) => number.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', ThinSpace);

    /// <summary>A whole number of something measured, for example a mean of iterations.</summary>
    public static string Groups(double number) => Groups((long)Math.Round(number, MidpointRounding.AwayFromZero));

    /// <summary>A duration in its two largest units, the second only where it is not zero: 2 h 14 min, 1 h, 48 s.</summary>
    public static string Duration(double seconds)
    {
        if (!(seconds < LongestSeconds))
        {
            return "a very long time";
        }

        if (seconds is > 0 and < 1)
        {
            return "under 1 s";
        }

        var whole = (long)Math.Round(Math.Max(0, seconds), MidpointRounding.AwayFromZero);
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

    /// <summary>Bytes in the largest fitting decimal unit with at most three significant digits: 1.5 GB.</summary>
    public static string Bytes(double bytes) => bytes switch
    {
        >= 1e12 => Significant(bytes / 1e12) + " TB",
        >= 1e9 => Significant(bytes / 1e9) + " GB",
        >= 1e6 => Significant(bytes / 1e6) + " MB",
        >= 1e3 => Significant(bytes / 1e3) + " kB",
        _ => Fixed(bytes, 0) + " B",
    };

    /// <summary>A loss or a learning rate: three significant digits, plain down to 0.001, then 1.2e-4.</summary>
    public static string Plain(double value)
    {
        if (value == 0)
        {
            return "0";
        }

        if (Math.Abs(value) >= 0.001)
        {
            return Significant(value);
        }

        var parts = value.ToString("e2", CultureInfo.InvariantCulture).Split('e');
        return $"{Trim(parts[0])}e{int.Parse(parts[1], CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)}";
    }

    private static string Significant(double value) => Trim(Fixed(value, Math.Clamp(2 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 12)));

    // As toFixed in JavaScript: the number itself is rounded, not its first 15 digits as "0.##" would, and a number exactly between two goes away from zero.
    private static string Fixed(double value, int decimals)
    {
        var power = Math.Pow(10, decimals);
        var scaled = value * power;
        var isBetween = Math.FusedMultiplyAdd(value, power, -scaled) == 0 && Math.Abs(scaled - Math.Truncate(scaled)) == 0.5;
        var rounded = isBetween ? Math.Round(scaled, MidpointRounding.AwayFromZero) / power : value;
        return rounded.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    private static string Trim(string text) => text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;
}
