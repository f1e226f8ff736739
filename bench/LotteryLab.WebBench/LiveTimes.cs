using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace LotteryLab.WebBench;

/// <summary>How soon a launch is seen, and how soon a point of the worker's journal is drawn, alone and among a hundred viewers.</summary>
internal static class LiveTimes
{
    private const int Watched = 25;

    // About a point a second on two slow cores, beside the browser.
    private const int PointEvery = 1500;

    // Looks at each frame which iterations the learning chart shows, and notes when it showed them first.
    private const string Watch = """
        window.drawn = {};
        const look = () => {
          for (const canvas of document.querySelectorAll("figure[data-plot=learning] .plot-canvas")) {
            for (const trace of canvas.data ?? []) {
              for (let i = (trace.x?.length ?? 0) - 1; i >= 0 && !(trace.x[i] in window.drawn); i--) {
                window.drawn[trace.x[i]] = Date.now();
              }
            }
          }
          requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
        """;

    public static async Task<IReadOnlyList<Sample>> MeasureAsync(IBrowser browser, CancellationToken cancellation)
    {
        using var app = new LabApp();
        await app.StartAsync(cancellation);
        var (launches, id) = await LaunchesAsync(browser, app, cancellation);
        var samples = new List<Sample> { new("Launch on the built-in data set to the first point on the page", "s", "< 5", launches) };
        samples.AddRange(await DelaysAsync(browser, app, id, "faster than plots are drawn", cancellation));
        await app.CancelAsync(id, cancellation);
        var calm = await app.LaunchAsync(BenchSpecs.Endless("Calm", 20, PointEvery), cancellation);
        samples.AddRange(await DelaysAsync(browser, app, calm, "slower", cancellation));
        await app.CancelAsync(calm, cancellation);
        return samples;
    }

    private static async Task<(IReadOnlyList<double> Seconds, string Running)> LaunchesAsync(IBrowser browser, LabApp app, CancellationToken cancellation)
    {
        var seconds = new List<double>();
        for (var i = 0; ; i++)
        {
            var page = await OpenAsync(browser, app);
            var clock = Stopwatch.StartNew();
            var id = await app.LaunchAsync(BenchSpecs.Endless("Watched", 10 + i, 400), cancellation);
            await page.GotoAsync($"/experiments/{id}");
            await page.WaitForFunctionAsync("() => Object.keys(window.drawn).length > 0", null, new() { PollingInterval = 20, Timeout = 120_000 });
            seconds.Add(clock.Elapsed.TotalSeconds);
            await page.Context.CloseAsync();
            if (i == 4)
            {
                return (seconds, id);
            }

            await app.CancelAsync(id, cancellation);
        }
    }

    // Plots draw at most twice a second. Points that come faster wait for the next draw, so both kinds of stream are measured.
    private static async Task<IReadOnlyList<Sample>> DelaysAsync(IBrowser browser, LabApp app, string id, string rate, CancellationToken cancellation)
    {
        var samples = new List<Sample>();
        foreach (var viewers in new[] { 1, 100 })
        {
            samples.AddRange(await DelaysAsync(browser, app, id, rate, viewers, cancellation));
        }

        return samples;
    }

    private static async Task<IReadOnlyList<Sample>> DelaysAsync(IBrowser browser, LabApp app, string id, string rate, int viewers, CancellationToken cancellation)
    {
        var others = Enumerable.Range(1, viewers - 1).Select(_ => new HubClient()).ToList();
        foreach (var other in others)
        {
            await other.StartAsync(app.Address, id, cancellation);
        }

        var page = await OpenAsync(browser, app);
        await page.GotoAsync($"/experiments/{id}");
        await page.WaitForSelectorAsync("[data-live-state][data-state=live]");
        await page.WaitForFunctionAsync("() => Object.keys(window.drawn).length > 0", null, new() { Timeout = 120_000 });
        var known = await page.EvaluateAsync<Dictionary<string, double>>("() => window.drawn");
        var (clock, bytes) = (Stopwatch.StartNew(), others.Sum(other => other.Bytes));
        await page.WaitForFunctionAsync($"() => Object.keys(window.drawn).length >= {known.Count + Watched}", null, new() { Timeout = 180_000 });
        var seconds = clock.Elapsed.TotalSeconds;
        var received = others.Sum(other => other.Bytes) - bytes;
        var drawn = await page.EvaluateAsync<Dictionary<string, double>>("() => window.drawn");
        var written = Written(app.Home);
        var delays = drawn.Where(point => !known.ContainsKey(point.Key) && written.ContainsKey(point.Key)).Select(point => point.Value - written[point.Key]).ToList();
        var lost = others.Count(other => other.IsBroken);
        foreach (var other in others)
        {
            await other.DisposeAsync();
        }

        await page.Context.CloseAsync();
        var who = $"{rate}, {viewers} {(viewers == 1 ? "viewer" : "viewers")}";
        var samples = new List<Sample>
        {
            new($"Worker's journal to pixels, points {who}", "ms", "median < 300, 95% < 1000", delays),
            new($"Points a second then, {who}", "1/s", "", [Watched / seconds]),
        };
        if (others.Count > 0)
        {
            samples.Add(new Sample($"Hub for each viewer, points {rate}", "kB/s", "< 20", [received / 1000.0 / seconds / others.Count]));
            samples.Add(new Sample($"Viewers that were disconnected, points {rate}", "", "0", [lost]));
            samples.Add(new Sample($"Memory of the web app with 100 viewers, points {rate}", "MiB", "", [app.Mebibytes]));
        }

        return samples;
    }

    private static async Task<IPage> OpenAsync(IBrowser browser, LabApp app)
    {
        var context = await browser.NewContextAsync(new() { BaseURL = app.Address, ViewportSize = new() { Width = 1280, Height = 2400 } });
        var page = await context.NewPageAsync();
        await page.AddInitScriptAsync(Watch);
        return page;
    }

    // When the worker wrote each evaluation of the newest training, in milliseconds since 1970.
    private static Dictionary<string, double> Written(string home)
    {
        var newest = Directory.EnumerateFiles(Path.Combine(home, "journals"), "*.jsonl", SearchOption.AllDirectories).MaxBy(File.GetLastWriteTimeUtc)!;
        using var stream = new FileStream(newest, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        var written = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var line in reader.ReadToEnd().Split('\n')[..^1])
        {
            if (JsonNode.Parse(line) is { } entry && (string?)entry["type"] == "evaluation")
            {
                written[entry["iteration"]!.ToJsonString()] = DateTimeOffset.Parse((string)entry["at"]!, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
            }
        }

        return written;
    }
}
