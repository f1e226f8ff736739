using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace LotteryLab.Browser.Tests;

/// <summary>The network between browser and server breaks while an experiment runs. <c>LOTTERYLAB_CUT_SECONDS</c> (0 when not set) is the shortest cut.</summary>
[Collection("browser")]
[Trait("kind", "browser")]
public sealed class CutTests(BrowserFixture browser)
{
    private const string Curve = "[...document.querySelectorAll('figure[data-plot=learning] .plot-canvas')].flatMap(canvas => canvas.data ?? []).map(trace => Array.from(trace.x).join(' '))";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_AfterTheNetworkWasCut_ShowsEveryPointOnce()
    {
        var seconds = int.TryParse(Environment.GetEnvironmentVariable("LOTTERYLAB_CUT_SECONDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0;
        var page = await browser.OpenAsync();
        await using var network = new CutProxy(browser.App.Port);
        var id = await browser.App.LaunchAsync(Specs.Cut("Cut off", 51), Cancellation);
        await page.GotoAsync($"{network.Address}/experiments/{id}");
        await page.WaitForSelectorAsync("[data-live-state][data-state=live]");
        await Charts.DrawnAsync(page, "learning");
        await page.EvaluateAsync("window.isSamePage = true");

        // The page knows the beginning of a curve. A pause makes the clock stand still: however fast the machine is, the rest happens during the cut.
        await Until.TrueAsync(async () => (await CurvesAsync(page)).Any(curve => curve.Length > 0), "No point came to the page.", Cancellation);
        using (var paused = await browser.App.PostAsync($"/api/experiments/{id}/pause", Cancellation))
        {
            Assert.True(paused.IsSuccessStatusCode, await paused.Content.ReadAsStringAsync(Cancellation));
        }

        await page.WaitForSelectorAsync("[data-part=state][data-state=paused]");
        network.Cut();
        await Assertions.Expect(page.Locator("[data-live-state]")).ToContainTextAsync("Connection lost. Training continues on the server.");
        await Task.Delay(TimeSpan.FromSeconds(seconds), Cancellation);
        var before = await RoundsAsync(id);
        using (var resumed = await browser.App.PostAsync($"/api/experiments/{id}/resume", Cancellation))
        {
            Assert.True(resumed.IsSuccessStatusCode, await resumed.Content.ReadAsStringAsync(Cancellation));
        }

        await Until.TrueAsync(async () => await RoundsAsync(id) > before, "No round finished during the cut.", Cancellation);
        network.Restore();

        await page.WaitForSelectorAsync("[data-live-state][data-state=live]");
        await page.WaitForSelectorAsync("[data-part=state][data-state=succeeded]", new() { Timeout = 180_000 });
        var rounds = await RoundsAsync(id);
        await Assertions.Expect(page.Locator("article")).ToHaveAttributeAsync("data-rounds", rounds.ToString(CultureInfo.InvariantCulture));
        var expected = await IterationsAsync(id);
        await Until.TrueAsync(async () => (await CurvesAsync(page)).Contains(expected), $"No curve of the page has the iterations {expected}.", Cancellation);
        Assert.True(await page.EvaluateAsync<bool>("window.isSamePage"), "The page was loaded again.");
        await page.Context.CloseAsync();
    }

    private static async Task<string[]> CurvesAsync(IPage page)
    {
        await Charts.ShowAsync(page, "learning");
        return await page.EvaluateAsync<string[]>(Curve);
    }

    private async Task<int> RoundsAsync(string id) => (int)(await browser.App.GetAsync($"/api/experiments/{id}", Cancellation))["summary"]!["finishedRounds"]!;

    // The curve that the page shows: the last ticket of the first replicate, each iteration once.
    private async Task<string> IterationsAsync(string id)
    {
        var rounds = (await browser.App.GetAsync($"/api/experiments/{id}/results", Cancellation)).AsArray();
        var last = rounds.Where(round => (string?)round!["branch"] == "ticket" && (int?)round["replicate"] == 0).MaxBy(round => (int)round!["round"]!)!;
        var curves = await browser.App.GetAsync($"/api/experiments/{id}/series?replicate=0", Cancellation);
        var curve = (curves as JsonArray ?? curves["items"] as JsonArray ?? curves["series"]!.AsArray()).First(one => (string?)one!["training"] == (string?)last["ticket"])!;
        return string.Join(' ', curve["points"]!.AsArray().Select(point => (int)point!["iteration"]!));
    }
}
