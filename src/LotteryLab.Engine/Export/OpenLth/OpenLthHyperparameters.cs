using System.Collections.Immutable;
using System.Globalization;

namespace LotteryLab.Engine.Export.OpenLth;

/// <summary>
/// One group of open_lth hyper-parameters in its canonical text: <c>Hparams(name=value, ...)</c>, sorted by name, holding only values
/// that are required or differ from the default, written as Python's <c>repr</c> writes them. A value may be a group itself, as in the
/// branch that retrains a ticket on other data.
/// </summary>
public sealed record OpenLthHyperparameters
{
    private const string Opening = "Hparams(";
    private readonly ImmutableSortedDictionary<string, string> values;

    /// <summary>A group from names and values: text, integers, floating-point numbers, booleans or groups; null values are left out.</summary>
    public OpenLthHyperparameters(IEnumerable<KeyValuePair<string, object?>> values) =>
        this.values = values
            .Where(pair => pair.Value is not null)
            .ToImmutableSortedDictionary(pair => pair.Key, pair => PythonRepr(pair.Value!), StringComparer.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => $"{Opening}{string.Join(", ", values.Select(pair => $"{pair.Key}={pair.Value}"))})";

    /// <summary>Whether a text is that of a group.</summary>
    internal static bool IsGroup(string text) => text.StartsWith(Opening, StringComparison.Ordinal) && text.EndsWith(')');

    /// <summary>A value as open_lth writes it, which for numbers and booleans is Python's <c>repr</c>.</summary>
    public static string PythonRepr(object value) => value switch
    {
        // open_lth puts its own quotes around texts and escapes nothing.
        string text => $"'{text}'",
        OpenLthHyperparameters group => group.ToString(),
        bool flag => flag ? "True" : "False",
        double number => Float(number),
        float number => Float(number),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"A value of type {value.GetType().Name} cannot be an open_lth hyper-parameter.", nameof(value)),
    };

    private static string Float(double number)
    {
        if (!double.IsFinite(number))
        {
            return double.IsNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
        }

        // Both languages print the shortest digits that read back exactly; they differ in when they use an exponent:
        // Python from 1e16 and below 1e-4.
        var scientific = number.ToString("E16", CultureInfo.InvariantCulture);
        var exponent = number == 0 ? 0 : int.Parse(scientific.AsSpan(scientific.IndexOf('E') + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var (digits, point) = Digits(number);
        var sign = double.IsNegative(number) ? "-" : "";
        if (exponent is < -4 or >= 16)
        {
            var mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits[1..]}";
            var magnitude = Math.Abs(point - 1).ToString("00", CultureInfo.InvariantCulture);
            return $"{sign}{mantissa}e{(point - 1 < 0 ? '-' : '+')}{magnitude}";
        }

        return point <= 0
            ? $"{sign}0.{new string('0', -point)}{digits}"
            : point >= digits.Length
                ? $"{sign}{digits}{new string('0', point - digits.Length)}.0"
                : $"{sign}{digits[..point]}.{digits[point..]}";
    }

    // Shortest digits without leading and trailing zeros, and the position of the decimal point after the first of them.
    private static (string Digits, int Point) Digits(double number)
    {
        if (number == 0)
        {
            return ("0", 1);
        }

        var text = Math.Abs(number).ToString("R", CultureInfo.InvariantCulture);
        var exponent = 0;
        var mark = text.IndexOf('E');
        if (mark >= 0)
        {
            exponent = int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..mark];
        }

        var dot = text.IndexOf('.');
        var point = (dot < 0 ? text.Length : dot) + exponent;
        var digits = text.Replace(".", "", StringComparison.Ordinal);
        var leading = digits.Length - digits.TrimStart('0').Length;
        return (digits[leading..].TrimEnd('0'), point - leading);
    }
}
