using System.Text.RegularExpressions;

namespace LotteryLab.Web.Tests;

public sealed partial class PaletteTests
{
    private static readonly string Sheet = File.ReadAllText(FindSheet());

    [Fact]
    public void CurveColours_OnLight_HaveContrast3AndStayApartForEveryone() => Check(Light, 3, 16.0);

    [Fact]
    public void CurveColours_OnDark_HaveContrast4AndAHalfAndStayApartForEveryone() => Check(Dark, 4.5, 14.3);

    [Theory]
    [InlineData("--mask-kept", "--mask-pruned", 10.7, 11.9)]
    [InlineData("--text", "--surface", 7, 7)]
    [InlineData("--text-quiet", "--surface-raised", 4.5, 4.5)]
    [InlineData("--accent", "--surface", 4.5, 4.5)]
    [InlineData("--on-accent", "--accent", 4.5, 4.5)]
    [InlineData("--bad", "--surface", 4.5, 4.5)]
    [InlineData("--good", "--surface", 4.5, 4.5)]
    [InlineData("--warn", "--surface", 4.5, 4.5)]
    public void Pair_InBothThemes_HasEnoughContrast(string first, string second, double light, double dark)
    {
        Assert.True(ColourScience.Contrast(Light[first], Light[second]) >= light, $"light {first} on {second}: {ColourScience.Contrast(Light[first], Light[second]):0.00}");
        Assert.True(ColourScience.Contrast(Dark[first], Dark[second]) >= dark, $"dark {first} on {second}: {ColourScience.Contrast(Dark[first], Dark[second]):0.00}");
    }

    [Fact]
    public void DarkTheme_ChosenAndOfTheSystem_AreEqual() =>
        Assert.Equal(Variables(Block(":root[data-theme=\"dark\"]")), Variables(Block(":root:not([data-theme=\"light\"])")));

    internal static string LightOf(string name) => Light[name];

    private static Dictionary<string, string> Light => Variables(Block(":root {"));

    private static Dictionary<string, string> Dark => Variables(Block(":root[data-theme=\"dark\"]"));

    private static void Check(Dictionary<string, string> theme, double contrast, double distance)
    {
        var curves = Enumerable.Range(1, 7).Select(number => theme[$"--curve-{number}"]).ToList();
        Assert.All(curves, curve => Assert.True(ColourScience.Contrast(curve, theme["--surface"]) >= contrast, $"{curve}: {ColourScience.Contrast(curve, theme["--surface"]):0.00}"));
        var smallest = ColourScience.Visions.Min(vision => curves.SelectMany((one, position) => curves.Skip(position + 1).Select(two => ColourScience.Distance(one, two, vision))).Min());
        Assert.True(smallest >= distance, $"smallest distance {smallest:0.0}");
    }

    private static string Block(string selector)
    {
        var start = Sheet.IndexOf(selector, StringComparison.Ordinal);
        return Sheet[start..Sheet.IndexOf('}', start)];
    }

    private static Dictionary<string, string> Variables(string block) =>
        Variable().Matches(block).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);

    private static string FindSheet()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "wwwroot", "css", "tokens.css");
            if (File.Exists(path))
            {
                return path;
            }
        }

        // Built outside the checkout: the source file's own place leads there.
        return Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "wwwroot", "css", "tokens.css");
    }

    private static string ThisFile([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;

    [GeneratedRegex("(--[a-z0-9-]+): (#[0-9a-f]{6});")]
    private static partial Regex Variable();
}
