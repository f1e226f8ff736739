using Microsoft.Playwright;

namespace LotteryLab.WebBench;

/// <summary>Memory of a page that watches a long stream: measured after each part of it, when unused memory has been collected.</summary>
internal static class MemoryGrowth
{
    private const int Parts = 6;
    private const int RoundsInPart = 5;
    private const int Points = 200;
    private const int PointsInMessage = 5;

    public static async Task<IReadOnlyList<Sample>> MeasureAsync(IBrowser browser, CancellationToken cancellation)
    {
        using var app = new LabApp();
        using var made = new MadeRun(app.Home, 64, (Parts * RoundsInPart) + 1);
        made.WriteWeights();
        made.Begin();
        await app.StartAsync(cancellation);
        await LabApp.UntilAsync(async () => (await app.GetAsync("/api/experiments", cancellation))["total"]!.GetValue<int>() == 1, cancellation);
        var context = await browser.NewContextAsync(new() { BaseURL = app.Address, ViewportSize = new() { Width = 1280, Height = 2400 } });
        var page = await context.NewPageAsync();
        var tools = await context.NewCDPSessionAsync(page);
        await page.GotoAsync($"/experiments/{MadeRun.Id}");
        await page.WaitForSelectorAsync("[data-live-state][data-state=live]");
        var sizes = new List<double>();
        for (var part = 0; part < Parts; part++)
        {
            for (var round = (part * RoundsInPart) + 1; round <= (part + 1) * RoundsInPart; round++)
            {
                for (var from = 0; from < Points; from += PointsInMessage)
                {
                    made.WritePoints(round, from, PointsInMessage);
                    await Task.Delay(25, cancellation);
                }

                made.WriteRound(round);
                made.Tell(round / (double)((Parts * RoundsInPart) + 1));
            }

            var expected = (part + 1) * RoundsInPart;
            await page.WaitForFunctionAsync($"() => document.querySelector('article').dataset.rounds === '{expected}'", null, new() { Timeout = 120_000 });
            await tools.SendAsync("HeapProfiler.collectGarbage");
            sizes.Add(await page.EvaluateAsync<double>("() => performance.memory.usedJSHeapSize / 1048576"));
        }

        await context.CloseAsync();
        // The first part loads libraries and fills caches.
        var growth = sizes.Skip(2).Zip(sizes.Skip(1), (later, earlier) => later - earlier).ToList();
        return
        [
            new Sample($"Browser memory while {Parts * RoundsInPart * Points} points and {Parts * RoundsInPart} rounds stream in", "MiB", "", sizes),
            new Sample($"Growth for each {RoundsInPart * Points} points and {RoundsInPart} rounds", "MiB", "flat", growth),
        ];
    }
}
