using System.Text.RegularExpressions;

namespace LotteryLab.Engine.Transfer;

/// <summary>Paths inside bundles. Whatever does not look like one of these is refused, so that no path from outside ever meets a folder of ours.</summary>
internal static partial class BundlePath
{
    public const string Spec = "spec.json";
    public const string Plan = "plan.json";
    public const string Results = "results.json";
    public const string ResultsTable = "results.csv";
    public const string Step = "step.json";

    /// <summary>Path of a file of an artifact.</summary>
    public static string Of(string key, string file) => $"artifacts/{key}/{file}";

    /// <summary>Whether a path may stand in a manifest.</summary>
    public static bool IsKnown(string path) => path is Spec or Plan or Results or ResultsTable || Artifact().IsMatch(path);

    /// <summary>Key and file name of a path of an artifact; null of another path.</summary>
    public static (string Key, string File)? Parse(string path)
    {
        var match = Artifact().Match(path);
        return match.Success ? (match.Groups["key"].Value, match.Groups["file"].Value) : null;
    }

    /// <summary>Whether a text is a step key.</summary>
    public static bool IsKey(string? text) => text is { Length: 64 } && text.All(char.IsAsciiHexDigitLower);

    // "\z" and not "$": a line feed at the end is no part of a name.
    [GeneratedRegex(@"\Aartifacts/(?<key>[0-9a-f]{64})/(?<file>[A-Za-z0-9][A-Za-z0-9_-]{0,60}(\.[A-Za-z0-9_-]{1,20}){1,2})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Artifact();
}
