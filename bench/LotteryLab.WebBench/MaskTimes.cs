using Microsoft.Playwright;

namespace LotteryLab.WebBench;

/// <summary>The mask of a layer of 25 million weights, from the address to pixels, and how smooth the page stays.</summary>
internal static class MaskTimes
{
    private const int Side = 5000;
    private const int Repeats = 5;

    private const string Watch = """
        window.seen = {};
        window.longest = 0;
        new PerformanceObserver(list => { for (const task of list.getEntries()) window.longest = Math.max(window.longest, task.duration); }).observe({ type: "longtask", buffered: true });
        const look = () => {
          const state = document.querySelector(".mask-canvas")?.dataset.painted;
          if (state) { window.seen[state] ??= performance.now(); window.seen.any ??= performance.now(); }
          requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
        """;

    public static async Task<IReadOnlyList<Sample>> MeasureAsync(IBrowser browser, CancellationToken cancellation)
    {
        using var app = new LabApp();
        using var made = new MadeRun(app.Home, Side, 2);
        made.WriteWeights();
        made.WriteRound(1);
        await app.StartAsync(cancellation);
        await LabApp.UntilAsync(async () => (await app.GetAsync("/api/experiments", cancellation))["total"]!.GetValue<int>() == 1, cancellation);
        var (pixels, bits, zoom, tasks) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < Repeats; i++)
        {
            var context = await browser.NewContextAsync(new() { BaseURL = app.Address, ViewportSize = new() { Width = 1280, Height = 1600 } });
            var page = await context.NewPageAsync();
            await page.AddInitScriptAsync(Watch);
            await page.GotoAsync($"/experiments/{MadeRun.Id}/r/1/rounds/1");
            await page.WaitForSelectorAsync(".mask-canvas[data-painted=shares]", new() { Timeout = 120_000 });
            pixels.Add(await page.EvaluateAsync<double>("() => window.seen.any"));
            bits.Add(await page.EvaluateAsync<double>("() => window.seen.shares"));
            await page.Locator(".mask-canvas").FocusAsync();
            await page.EvaluateAsync("() => { window.longest = 0; window.zoomed = performance.now(); delete window.seen.weights; }");
            for (var press = 0; press < 6; press++)
            {
                await page.Keyboard.PressAsync("+");
            }

            await page.WaitForSelectorAsync(".mask-canvas[data-painted=weights]");
            zoom.Add(await page.EvaluateAsync<double>("() => window.seen.weights - window.zoomed"));
            tasks.Add(await page.EvaluateAsync<double>("() => window.longest"));
            await context.CloseAsync();
        }

        return
        [
            new Sample("Mask of 25 million weights: address to the first pixels", "ms", "< 1000", pixels),
            new Sample("Mask of 25 million weights: address to pixels from its bits", "ms", "", bits),
            new Sample("The same: six steps nearer, until single weights are drawn", "ms", "", zoom),
            new Sample("The same: longest task of the page meanwhile", "ms", "< 100", tasks),
        ];
    }
}
