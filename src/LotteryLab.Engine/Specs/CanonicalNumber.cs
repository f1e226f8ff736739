using System.Globalization;

namespace LotteryLab.Engine.Specs;

/// <summary>
/// The one text of a number in canonical JSON: that of RFC 8785 (ECMAScript's Number.toString), so that programs in other languages
/// find the same keys. Integers beyond 2^53 keep all their digits, where ECMAScript would round them.
/// </summary>
internal static class CanonicalNumber
{
    /// <summary>Shortest text that reads back exactly.</summary>
    /// <exception cref="ArgumentException">The number is infinite or not a number, which JSON cannot say.</exception>
    public static string Format(double value) => double.IsFinite(value)
        ? Arrange(value.ToString("R", CultureInfo.InvariantCulture))
        : throw new ArgumentException("Canonical JSON has no text for an infinite or undefined number.", nameof(value));

    /// <summary>Shortest text that reads back exactly as a single-precision number.</summary>
    /// <exception cref="ArgumentException">The number is infinite or not a number, which JSON cannot say.</exception>
    public static string Format(float value) => float.IsFinite(value)
        ? Arrange(value.ToString("R", CultureInfo.InvariantCulture))
        : throw new ArgumentException("Canonical JSON has no text for an infinite or undefined number.", nameof(value));

    /// <summary>Brings a JSON number into its canonical text.</summary>
    public static string Normalize(string json) =>
        long.TryParse(json, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)
            ? integer.ToString(CultureInfo.InvariantCulture)
            : Format(double.Parse(json, NumberStyles.Float, CultureInfo.InvariantCulture));

    /// <summary>.NET finds the shortest digits but sets point and exponent in its own way; this sets them as ECMAScript does.</summary>
    private static string Arrange(string shortest)
    {
        var sign = shortest[0] == '-' ? "-" : "";
        var parts = shortest[sign.Length..].Split('E');
        var exponent = parts.Length > 1 ? int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        var whole = parts[0].Split('.');
        var all = string.Concat(whole);
        var significant = all.TrimStart('0');
        if (significant.Length == 0)
        {
            return "0";
        }

        // The value is 0.DIGITS x 10^point.
        var point = whole[0].Length + exponent - (all.Length - significant.Length);
        var digits = significant.TrimEnd('0');
        return sign + point switch
        {
            > 0 and <= 21 when digits.Length <= point => digits.PadRight(point, '0'),
            > 0 and <= 21 => $"{digits[..point]}.{digits[point..]}",
            > -6 and <= 0 => $"0.{new string('0', -point)}{digits}",
            _ => Scientific(digits, point - 1),
        };
    }

    private static string Scientific(string digits, int exponent)
    {
        var fraction = digits.Length > 1 ? $".{digits[1..]}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{digits[0]}{fraction}e{(exponent < 0 ? "-" : "+")}{Math.Abs(exponent)}");
    }
}
