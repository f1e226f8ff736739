using Microsoft.Playwright;

namespace LotteryLab.WebBench;

/// <summary>Measures the web app as people meet it: a real browser, the built programs, and a training beside them.</summary>
internal static class WebBenchmark
{
    private const string Chromium = "/usr/bin/chromium";
    private static readonly string[] Arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--enable-precise-memory-info"];

    public static async Task<int> RunAsync(WebBenchArguments arguments, CancellationToken cancellation)
    {
        if (!File.Exists(Chromium))
        {
            throw new Engine.LotteryLabException("bench.browser", $"There is no browser at {Chromium}.", "apt-get install chromium");
        }

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = Arguments });
        var report = new WebReport(DateTimeOffset.UtcNow, Environment.ProcessorCount, browser.Version);
        foreach (var part in arguments.Parts)
        {
            await Console.Error.WriteLineAsync($"Measuring: {part}");
            report.Add(part switch
            {
                "pages" => await PageTimes.WhileTrainingAsync(browser, cancellation),
                "live" => await LiveTimes.MeasureAsync(browser, cancellation),
                "mask" => await MaskTimes.MeasureAsync(browser, cancellation),
                "seeded" => await PageTimes.SeededAsync(browser, cancellation),
                _ => await MemoryGrowth.MeasureAsync(browser, cancellation),
            });
        }

        Console.WriteLine(report.ToMarkdown());
        Console.WriteLine($"Written to {report.Save(arguments.Results)}");
        return 0;
    }
}
