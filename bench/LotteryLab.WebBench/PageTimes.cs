using Microsoft.Playwright;

namespace LotteryLab.WebBench;

/// <summary>First and largest content of pages.</summary>
internal static class PageTimes
{
    private const int Repeats = 5;

    // The browser's own clock of the page; the largest content is the last one that it reported.
    private const string Observe = "new PerformanceObserver(list => { window.largest = list.getEntries().at(-1).startTime; }).observe({ type: 'largest-contentful-paint', buffered: true });";
    private const string First = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0";

    public static async Task<IReadOnlyList<Sample>> WhileTrainingAsync(IBrowser browser, CancellationToken cancellation)
    {
        using var app = new LabApp();
        await app.StartAsync(cancellation);
        var done = await app.LaunchAsync(BenchSpecs.Short("Finished", 1), cancellation);
        await LabApp.UntilAsync(async () => (string?)(await app.GetAsync($"/api/experiments/{done}", cancellation))["summary"]!["state"] == "succeeded", cancellation);
        var running = await app.LaunchAsync(BenchSpecs.Endless("Beside", 2, 500), cancellation);
        await LabApp.UntilAsync(async () => (string?)(await app.GetAsync($"/api/experiments/{running}", cancellation))["summary"]!["state"] == "running", cancellation);
        string[] pages = ["/", "/new?preset=first-ticket", "/experiments", $"/experiments/{running}", $"/experiments/{done}", $"/experiments/{done}/r/1/rounds/2", $"/compare?ids={done},{running}", "/queue", "/shares", "/methods", "/methods/imp", "/architectures", "/datasets", "/system"];
        var samples = await MeasureAsync(browser, app, "beside a training", pages, cancellation);
        await app.CancelAsync(running, cancellation);
        return samples;
    }

    public static async Task<IReadOnlyList<Sample>> SeededAsync(IBrowser browser, CancellationToken cancellation)
    {
        using var app = new LabApp();
        await app.CommandAsync(cancellation, "seed", app.Home);
        await app.StartAsync(cancellation);
        var ids = (await app.GetAsync("/api/experiments?pageSize=2", cancellation))["items"]!.AsArray().Select(item => (string)item!["id"]!).ToList();
        string[] pages = ["/", "/experiments", "/experiments?text=experiment+9&sort=accuracy", "/experiments?state=succeeded&sort=name", "/experiments?tag=batch-3", "/experiments?page=40", $"/experiments/{ids[0]}", $"/compare?ids={string.Join(',', ids)}", "/queue", "/system"];
        return await MeasureAsync(browser, app, "10 million values", pages, cancellation);
    }

    private static async Task<IReadOnlyList<Sample>> MeasureAsync(IBrowser browser, LabApp app, string where, IEnumerable<string> pages, CancellationToken cancellation)
    {
        var samples = new List<Sample>();
        using var http = new HttpClient();
        foreach (var page in pages)
        {
            var (first, largest, answers) = (new List<double>(), new List<double>(), new List<double>());
            for (var i = 0; i <= Repeats; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                // A new profile each time: nothing is cached.
                var context = await browser.NewContextAsync(new() { BaseURL = app.Address, ViewportSize = new() { Width = 1280, Height = 900 } });
                var tab = await context.NewPageAsync();
                await tab.AddInitScriptAsync(Observe);
                await tab.GotoAsync(page);
                await tab.WaitForSelectorAsync("html[data-ready]");
                await tab.WaitForFunctionAsync("() => performance.getEntriesByName('first-contentful-paint').length > 0");
                var clock = System.Diagnostics.Stopwatch.StartNew();
                using var answer = await http.GetAsync(app.Address + page, cancellation);
                await answer.Content.ReadAsByteArrayAsync(cancellation);
                if (i > 0)
                {
                    // The first visit warms the server up; it is measured apart.
                    answers.Add(clock.Elapsed.TotalMilliseconds);
                    first.Add(await tab.EvaluateAsync<double>(First));
                    largest.Add(await tab.EvaluateAsync<double>("() => window.largest ?? 0"));
                }

                await context.CloseAsync();
            }

            var name = Shorten(page);
            var isList = page.StartsWith("/experiments?", StringComparison.Ordinal);
            samples.Add(new Sample($"{name}, {where}: first content", "ms", "< 1000", first));
            samples.Add(new Sample($"{name}, {where}: largest content", "ms", "", largest));
            samples.Add(new Sample($"{name}, {where}: answer over HTTP", "ms", isList ? "< 300" : "", answers));
        }

        return samples;
    }

    // Ids say nothing to a reader of the table.
    private static string Shorten(string page) => string.Join('/', page.Split('/').Select(part => part.Length == 16 && part.All(char.IsAsciiHexDigit) ? "ID" : part.StartsWith("compare?", StringComparison.Ordinal) ? "compare?ids=A,B" : part));
}
