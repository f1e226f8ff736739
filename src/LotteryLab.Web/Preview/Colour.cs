using System.Globalization;

namespace LotteryLab.Web.Preview;

/// <summary>An opaque colour. Pictures cannot read the style sheet: the palette here is the light one of <c>css/tokens.css</c>, and a test keeps both equal.</summary>
internal readonly record struct Colour(byte Red, byte Green, byte Blue)
{
    /// <summary>The names of the style sheet.</summary>
    public static IReadOnlyDictionary<string, Colour> Tokens { get; } = new Dictionary<string, Colour>
    {
        ["--surface"] = Of("#ffffff"),
        ["--text"] = Of("#1b1f26"),
        ["--text-quiet"] = Of("#4d5563"),
        ["--line"] = Of("#c9d0da"),
        ["--line-strong"] = Of("#7a8495"),
        ["--accent"] = Of("#2547a8"),
        ["--curve-1"] = Of("#3860d0"),
        ["--curve-2"] = Of("#801800"),
        ["--curve-3"] = Of("#185848"),
        ["--curve-4"] = Of("#603068"),
        ["--curve-5"] = Of("#807808"),
        ["--curve-6"] = Of("#08a0c8"),
        ["--curve-7"] = Of("#d87878"),
    };

    /// <summary>Reads <c>#rrggbb</c>.</summary>
    public static Colour Of(string hex) => new(Part(hex, 1), Part(hex, 3), Part(hex, 5));

    private static byte Part(string hex, int start) => byte.Parse(hex.AsSpan(start, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
