using System.Globalization;

namespace LotteryLab.Worker.Text;

/// <summary>Numbers as people read them: the same formats on every surface of the lab.</summary>
internal static class Numbers
{
    private const char ThinSpace = '\u2009';

    /// <summary>Weights remaining: three significant digits, in percent. 100%, 51.2%, 3.52%, 0.115%.</summary>
    public static string Remaining(double density)
    {
        var percent = density * 100;
        if (percent <= 0)
        {
            return "0%";
        }

        // The digits are chosen after rounding to three: 9.996 is 10.0, not 10.00.
        var rounded = double.Parse(percent.ToString("E2", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var decimals = Math.Clamp(2 - (int)Math.Floor(Math.Log10(rounded)), 0, 12);
        return rounded >= 100 && density >= 1 ? "100%" : percent.ToString($"F{decimals}", CultureInfo.InvariantCulture) + "%";
    }

    /// <summary>Accuracy: two decimals, in percent.</summary>
    public static string Accuracy(double fraction) => (fraction * 100).ToString("F2", CultureInfo.InvariantCulture) + "%";

    /// <summary>Signed difference of accuracies in percentage points, with a real minus sign.</summary>
    public static string Points(double difference) =>
        $"{(difference < 0 ? '\u2212' : '+')}{Math.Abs(difference * 100).ToString("F2", CultureInfo.InvariantCulture)} pp";

    /// <summary>Whole numbers in groups of three.</summary>
    public static string Count(double count) => Math.Round(count).ToString("N0", new NumberFormatInfo { NumberGroupSeparator = ThinSpace.ToString() });

    /// <summary>The largest two units: 2 h 14 min, 48 s.</summary>
    public static string Duration(double seconds)
    {
        if (!double.IsFinite(seconds) || seconds > TimeSpan.MaxValue.TotalSeconds / 2)
        {
            return "a very long time";
        }

        var span = TimeSpan.FromSeconds(Math.Round(Math.Max(0, seconds)));
        return span switch
        {
            { TotalDays: >= 1 } => Invariant($"{(int)span.TotalDays} d {span.Hours} h"),
            { TotalHours: >= 1 } => Invariant($"{span.Hours} h {span.Minutes} min"),
            { TotalMinutes: >= 1 } => Invariant($"{span.Minutes} min {span.Seconds} s"),
            _ => seconds is > 0 and < 1 ? "under 1 s" : Invariant($"{span.Seconds} s"),
        };
    }

    /// <summary>Bytes with a decimal prefix.</summary>
    public static string Bytes(double bytes) => bytes switch
    {
        >= 1e12 => Invariant($"{bytes / 1e12:F1} TB"),
        >= 1e9 => Invariant($"{bytes / 1e9:F1} GB"),
        >= 1e6 => Invariant($"{bytes / 1e6:F1} MB"),
        >= 1e3 => Invariant($"{bytes / 1e3:F0} kB"),
        _ => Invariant($"{bytes:F0} B"),
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
