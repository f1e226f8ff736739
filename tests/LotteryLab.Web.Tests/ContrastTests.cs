using System.Text.RegularExpressions;

namespace LotteryLab.Web.Tests;

public sealed partial class ContrastTests
{
    private static readonly string Sheet = File.ReadAllText(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "wwwroot", "css", "contrast.css"));

    [Theory]
    [InlineData(":root[data-contrast=\"more\"] {", "#ffffff", "#f4f6f9")]
    [InlineData(":root[data-contrast=\"more\"][data-theme=\"dark\"]", "#000000", "#0b0d11")]
    public void HighContrast_OnBothGrounds_KeepsItsWord(string selector, string surface, string raised)
    {
        var colours = Variables(selector);
        foreach (var (name, least) in new[] { ("--text", 7.0), ("--text-quiet", 7), ("--accent", 7), ("--good", 7), ("--warn", 7), ("--bad", 7), ("--line-strong", 7), ("--line", 4.5) })
        {
            Assert.True(ColourScience.Contrast(colours[name], surface) >= least, $"{name} on {surface}: {ColourScience.Contrast(colours[name], surface):0.00}");
            Assert.True(ColourScience.Contrast(colours[name], raised) >= least, $"{name} on {raised}: {ColourScience.Contrast(colours[name], raised):0.00}");
        }
    }

    [Fact]
    public void HighContrast_DarkChosenAndOfTheSystem_AreEqual() =>
        Assert.Equal(Variables(":root[data-contrast=\"more\"][data-theme=\"dark\"]"), Variables(":root[data-contrast=\"more\"]:not([data-theme=\"light\"])"));

    private static Dictionary<string, string> Variables(string selector)
    {
        var start = Sheet.IndexOf(selector, StringComparison.Ordinal);
        return Variable().Matches(Sheet[start..Sheet.IndexOf('}', start)]).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
    }

    private static string ThisFile([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;

    [GeneratedRegex("(--[a-z0-9-]+): (#[0-9a-f]{6});")]
    private static partial Regex Variable();
}
