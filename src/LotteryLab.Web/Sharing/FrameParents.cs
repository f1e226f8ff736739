using System.Text.RegularExpressions;
using LotteryLab.Engine;

namespace LotteryLab.Web.Sharing;

/// <summary>Sites that may show a shared chart inside their pages, as the owner of the link typed them.</summary>
internal static partial class FrameParents
{
    private const int Most = 10;
    private const int Longest = 200;

    /// <summary>The sites in the one form in which browsers compare them: scheme, host and port.</summary>
    /// <exception cref="LotteryLabException">One of them is no site, or there are too many.</exception>
    public static IReadOnlyList<string> Read(IEnumerable<string> typed)
    {
        var sites = typed.Select(site => site.Trim()).Where(site => site.Length > 0).Select(One).Distinct(StringComparer.Ordinal).ToList();
        return sites.Count <= Most ? sites : throw new LotteryLabException("share.parents", $"{sites.Count} sites are listed; {Most} are allowed.", "Leave some out, or make a second link.");
    }

    // These texts go into a header: only the letters of plain addresses pass, no wildcard, no path, no quote, no semicolon.
    private static string One(string site)
    {
        var isSite = site.Length <= Longest && Site().IsMatch(site) && Uri.TryCreate(site, UriKind.Absolute, out var uri) && uri.Port is > 0 and <= 65535;
        return isSite
            ? site.TrimEnd('/').ToLowerInvariant()
            : throw new LotteryLabException("share.parents", $"'{new string([.. site.Take(80).Where(letter => !char.IsControl(letter))])}' is not a site that could show the chart.", "Write it like https://group.example or http://localhost:8080, without a path.");
    }

    [GeneratedRegex(@"\Ahttps?://[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?/?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Site();
}
