using System.Globalization;
using System.Text.Json;
using LotteryLab.Engine.Experiments;

namespace LotteryLab.Browser.Tests;

/// <summary>The chart modules compute what independent formulas compute; they run in the browser, as they do for people.</summary>
[Collection("browser")]
[Trait("kind", "browser")]
public sealed class ChartModuleTests(BrowserFixture browser)
{
    [Fact]
    public async Task Student_ForAnyFreedom_IsTheQuantileOfTheEngine()
    {
        foreach (var freedom in new[] { 1, 2, 4, 9, 29, 30, 31, 60, 400 })
        {
            var actual = await RunAsync($"(await import('/js/stats.js')).student({freedom})");
            Assert.Equal(DifferenceTest.Quantile95(freedom), actual.GetDouble(), 2e-4 * DifferenceTest.Quantile95(freedom));
        }
    }

    [Fact]
    public async Task Spread_OfFiveRuns_HasMeanDeviationAndBands()
    {
        double[] values = [0.97, 0.981, 0.984, 0.975, 0.99];
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Sum(value => Math.Pow(value - mean, 2)) / 4);
        var half = DifferenceTest.Quantile95(4) * deviation / Math.Sqrt(5);
        var actual = await RunAsync($$"""
            (async () => { const m = await import('/js/stats.js'); const s = m.spreadOf({{Json(values)}});
              return [s.n, s.mean, s.deviation, ...m.band(s, 'ci'), ...m.band(s, 'sd'), ...m.band(s, 'se'), ...m.band(s, 'range'), m.deviationOf(s, 'ci')]; })()
            """);
        double[] expected = [5, mean, deviation, mean - half, mean + half, mean - deviation, mean + deviation, mean - (deviation / Math.Sqrt(5)), mean + (deviation / Math.Sqrt(5)), 0.97, 0.99, half];
        Assert.Equal(expected.Length, actual.GetArrayLength());
        Assert.All(expected.Zip(Numbers(actual)), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public async Task Band_OfTwoRuns_IsSmallestToLargest() =>
        Assert.Equal([0.4, 0.6], Numbers(await RunAsync("(async () => { const m = await import('/js/stats.js'); return m.band(m.spreadOf([0.6, 0.4]), 'ci'); })()")));

    [Fact]
    public async Task Smoothing_Always_IsTheWeightedMeanOfAllBefore()
    {
        double[] values = [4, 0, 1, 7, 3];
        const double factor = 0.6;
        var expected = values.Select((_, last) =>
        {
            var weights = Enumerable.Range(0, last + 1).Select(place => Math.Pow(factor, last - place)).ToList();
            return weights.Select((weight, place) => weight * values[place]).Sum() / weights.Sum();
        });
        var actual = Numbers(await RunAsync($"(await import('/js/charts/smoothing.js')).smoothed({Json(values)}, 0.6)"));
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Assert.Equal(values, Numbers(await RunAsync($"(await import('/js/charts/smoothing.js')).smoothed({Json(values)}, 0)")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Thinning_OfAThousandPoints_KeepsPeaksAndTheEndInBucketsOfTheAxis(bool isLog)
    {
        var kept = await RunAsync($$"""
            (async () => { const { thin } = await import('/js/charts/thinning.js');
              const points = Array.from({ length: 1000 }, (_, i) => ({ x: i + 1, y: i === 413 ? 99 : i === 777 ? -99 : i % 10 }));
              return thin(points, (p) => p.x, (p) => p.y, {{(isLog ? "true" : "false")}}, 60).map((p) => p.x); })()
            """);
        var places = Numbers(kept).ToList();
        Assert.InRange(places.Count, 20, 60);
        Assert.Equal(places.Order(), places);
        Assert.Equal(1000, places[^1]);
        Assert.Contains(414, places);
        Assert.Contains(778, places);

        // Twenty buckets: on a logarithmic axis the first decade fills a third of them, on a linear one its ten points share the first.
        Assert.InRange(places.Count(place => place <= 10), isLog ? 7 : 1, isLog ? 10 : 3);
    }

    [Theory]
    [InlineData("12\u2009300", "9", 1)]
    [InlineData("−0.5", "0.2", -1)]
    [InlineData("9.5%", "10%", -1)]
    [InlineData("not measured", "0.1", 1)]
    [InlineData("fc1", "fc2", -1)]
    public async Task TableOrder_OfShownNumbers_IsBySize(string first, string second, int expected)
    {
        var actual = await RunAsync($"(await import('/js/charts/tableTwin.js')).compare({JsonSerializer.Serialize(first)}, {JsonSerializer.Serialize(second)})");
        Assert.Equal(expected, Math.Sign(actual.GetDouble()));
    }

    /// <summary>The same table that the engine's formats are held to.</summary>
    [Fact]
    public async Task Formats_OfEveryValueInTheTable_GiveItsText()
    {
        var table = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "numbers.json"), TestContext.Current.CancellationToken);
        var wrong = await RunAsync($$"""
            (async () => { const formats = await import('/js/format.js');
              return Object.entries({{table}}).flatMap(([name, rows]) => rows.map(([value, text]) => [name, value, text, formats[name](value)])).filter((row) => row[2] !== row[3]); })()
            """);
        Assert.Equal("[]", wrong.GetRawText());
    }

    [Fact]
    public async Task Tex_OfAnyText_HasNoSignThatLatexWouldRun() =>
        Assert.Equal(@"50\% \& \#1 \textbackslash{}input\{x\} \_\textasciicircum{} $\pm$ ?", (await RunAsync("(await import('/js/charts/exports/latex.js')).tex('50% & #1 \\\\input{x} _^ ± 漢')")).GetString());

    [Fact]
    public async Task Name_TooLong_LosesItsMiddle()
    {
        var text = (await RunAsync("(await import('/js/charts/text.js')).middle('LeNet with forty per cent a round, seed 1')")).GetString()!;
        Assert.StartsWith("LeNet with forty", text);
        Assert.EndsWith("a round, seed 1", text);
        Assert.True(text.Length <= 34);
    }

    private static string Json(double[] values) => $"[{string.Join(", ", values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))}]";

    private static IEnumerable<double> Numbers(JsonElement list) => list.EnumerateArray().Select(value => value.GetDouble());

    private async Task<JsonElement> RunAsync(string expression)
    {
        var page = await browser.OpenAsync();
        try
        {
            await page.GotoAsync("/methods");
            return (await page.EvaluateAsync($"async () => {expression}"))!.Value;
        }
        finally
        {
            await page.Context.CloseAsync();
        }
    }
}
