using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Playwright;

namespace LotteryLab.Browser.Tests;

/// <summary>What a chart gives away is what it shows.</summary>
[Collection("browser")]
[Trait("kind", "browser")]
public sealed class ExportTests(BrowserFixture browser)
{
    private const int LargestSvg = 200_000;

    [Fact]
    public async Task MainChart_Exported_HoldsTheDrawnNumbersInEveryFormat()
    {
        var (page, figure) = await OpenAsync("");
        var csv = Rows(await SaveAsync(page, figure, "CSV"));
        Assert.Equal(["experiment", "branch", "round", "density_fraction"], csv[0].Take(4));
        Assert.Equal(7, csv.Count(row => row[1] is "ticket" or "random-reinit"));
        var drawn = await page.EvaluateAsync<double[]>("document.querySelector('figure[data-plot=main] .plot-canvas').data.filter((trace) => trace.name).flatMap((trace) => [...trace.y])");
        var mean = csv[0].IndexOf("mean_fraction");
        Assert.All(drawn.Zip(csv.Skip(1)), pair => Assert.Equal(pair.First, double.Parse(pair.Second[mean], CultureInfo.InvariantCulture) * 100, 1e-9));

        var json = JsonDocument.Parse(await SaveAsync(page, figure, "JSON")).RootElement;
        Assert.Equal(csv.Count - 1, json.GetProperty("rows").GetArrayLength());
        Assert.Equal(csv[1][mean], json.GetProperty("rows")[0].GetProperty("mean_fraction").GetRawText());
        Assert.Contains("glyphs", json.GetProperty("caption").GetString());

        var svg = await SaveAsync(page, figure, "SVG");
        Assert.True(svg.Length < LargestSvg, $"{svg.Length} characters");
        var texts = XDocument.Parse(svg).Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value).ToList();
        Assert.Contains("Weights remaining", texts);
        Assert.Contains(texts, text => text.Contains("tickets (mean, min to max, n=2)", StringComparison.Ordinal));

        var pgf = await SaveAsync(page, figure, "PGF/TikZ");
        Assert.Contains("x dir=reverse", pgf);
        Assert.Contains("\\addlegendentry{tickets (mean, min to max, n=2)}", pgf);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"(1,{drawn[0]:R})"), pgf);
        Balanced(pgf);

        var table = await SaveAsync(page, figure, "LaTeX table");
        Assert.Equal(csv.Count - 1, Regex.Matches(table, @"\$\\pm\$ [0-9.]+ & 2 \\\\").Count);
        Balanced(table);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Png_Exported_IsTwiceTheSize()
    {
        var (page, figure) = await OpenAsync("");
        var bytes = File.ReadAllBytes(await PathAsync(page, figure, "PNG"));
        Assert.Equal(1800, (bytes[16] << 24) | (bytes[17] << 16) | (bytes[18] << 8) | bytes[19]);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task HiddenCurve_Always_LeavesTheExportToo()
    {
        var (page, figure) = await OpenAsync("");
        await figure.Locator(".plot-legend button").Nth(1).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(figure.Locator(".plot-legend button").Nth(1)).ToHaveAttributeAsync("aria-pressed", "false");
        await UntilAsync(page, "document.querySelector('figure[data-plot=main] .plot-canvas').data.filter((trace) => trace.name).length === 1");
        Assert.All(Rows(await SaveAsync(page, figure, "CSV")).Skip(1), row => Assert.Equal("ticket", row[1]));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Axis_AsCompression_KeepsPositionsAndCountsTimes()
    {
        var (page, figure) = await OpenAsync("?x=compression&y=error");
        var axis = await page.EvaluateAsync<JsonElement>("(() => { const l = document.querySelector('figure[data-plot=main] .plot-canvas')._fullLayout; return { x: l.xaxis.tickvals[1], text: l.xaxis.ticktext[1], y: l.yaxis.type, low: l.yaxis.range[0], high: l.yaxis.range[1] }; })()");
        var density = axis.GetProperty("x").GetDouble();
        Assert.StartsWith((1 / density).ToString("G3", CultureInfo.InvariantCulture)[..3], axis.GetProperty("text").GetString());
        Assert.Equal("log", axis.GetProperty("y").GetString());
        Assert.True(axis.GetProperty("low").GetDouble() > axis.GetProperty("high").GetDouble());
        await figure.ScrollIntoViewIfNeededAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Zoom_ByButtons_NarrowsStaysAndComesBack()
    {
        var (page, figure) = await OpenAsync("");
        const string Reach = "(() => { const r = document.querySelector('figure[data-plot=main] .plot-canvas')._fullLayout.xaxis.range; return Math.abs(r[1] - r[0]); })()";
        var whole = await page.EvaluateAsync<double>(Reach);
        await figure.GetByRole(AriaRole.Button, new() { Name = "Zoom in" }).PressAsync("Enter");
        await UntilAsync(page, $"{Reach} < {(whole * 0.8).ToString("R", CultureInfo.InvariantCulture)}");

        // Another spread is a redraw of the same axes: what a person looks at stays.
        await page.Locator("select[name=spread]").SelectOptionAsync("sd");
        await Assertions.Expect(figure.Locator(".plot-legend button").First).ToContainTextAsync("SD");
        Assert.True(await page.EvaluateAsync<double>(Reach) < whole * 0.8);
        await figure.GetByRole(AriaRole.Button, new() { Name = "Reset zoom" }).PressAsync("Enter");
        await UntilAsync(page, $"Math.abs({Reach} - {whole.ToString("R", CultureInfo.InvariantCulture)}) < 1e-9");
        await page.Context.CloseAsync();
    }

    /// <summary>Waits from outside: the content policy keeps the page itself from running text.</summary>
    private static Task UntilAsync(IPage page, string condition) =>
        Until.TrueAsync(() => page.EvaluateAsync<bool>(condition), $"It never came to {condition}.", TestContext.Current.CancellationToken);

    private static void Balanced(string tex)
    {
        var bare = Regex.Replace(tex, @"\\[\\{}]", "");
        Assert.Equal(bare.Count(sign => sign == '{'), bare.Count(sign => sign == '}'));
        Assert.Equal(Regex.Matches(tex, @"\\begin\{").Count, Regex.Matches(tex, @"\\end\{").Count);
        Assert.DoesNotContain("undefined", tex);
        Assert.DoesNotContain("NaN", tex);
    }

    private static List<List<string>> Rows(string csv) => [.. csv.TrimEnd('\n').Split('\n').Select(line => line.Split(',').ToList())];

    private async Task<(IPage Page, ILocator Figure)> OpenAsync(string query)
    {
        var id = await browser.FinishedAsync();
        var page = await browser.OpenAsync();
        await page.GotoAsync($"/experiments/{id}{query}");
        await Charts.DrawnAsync(page, "main");
        return (page, page.Locator("figure[data-plot=main]"));
    }

    private static async Task<string> SaveAsync(IPage page, ILocator figure, string format) => await File.ReadAllTextAsync(await PathAsync(page, figure, format));

    private static async Task<string> PathAsync(IPage page, ILocator figure, string format)
    {
        await figure.Locator(".plot-tools").EvaluateAsync("element => { element.open = true; }");
        var download = await page.RunAndWaitForDownloadAsync(() => figure.GetByRole(AriaRole.Button, new() { Name = format, Exact = true }).ClickAsync());
        return await download.PathAsync();
    }
}
