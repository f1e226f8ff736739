using Microsoft.Playwright;

namespace LotteryLab.Browser.Tests;

/// <summary>The live connection of a page when the server refuses, has lost its memory, or is another one.</summary>
[Collection("browser")]
[Trait("kind", "browser")]
public sealed class LiveConnectionTests(BrowserFixture browser)
{
    // A hub that answers as the test says: LiveConnection sees no difference.
    private const string Hub = """
        const { LiveConnection } = await import("/js/live/connection.js");
        const heard = [];
        const calls = {};
        let starts = 0;
        const connection = {
          state: "Disconnected", on: (name, call) => { calls[name] = call; }, onreconnecting() {}, onreconnected() {}, onclose() {}, stop() {},
          async start() { starts++; if (this.state !== "Disconnected") { throw new Error("It runs already."); } this.state = "Connected"; },
        };
        const builder = { withUrl: () => builder, withAutomaticReconnect: () => builder, configureLogging: () => builder, build: () => connection };
        window.signalR = { HubConnectionBuilder: function () { return builder; }, LogLevel: { None: 0 } };
        const banner = document.createElement("p");
        const live = new LiveConnection(banner);
        const untilLive = async () => { while (banner.dataset.state !== "live") { await new Promise(resolve => setTimeout(resolve, 10)); } };
        """;

    [Fact]
    public async Task Subscription_RefusedOnce_IsAskedForAgainOverTheSameConnection()
    {
        var seen = await RunAsync("""
            let asked = 0;
            connection.invoke = async () => { asked++; if (asked === 1) { throw new Error("The database is busy."); } return { sequence: 3, isReset: false, events: [], status: null }; };
            live.follow("one", 3, () => {}, () => {});
            await live.start();
            const before = banner.dataset.state;
            await untilLive();
            return [before, String(starts), String(asked)];
            """);
        Assert.Equal(["reconnecting", "1", "2"], seen);
    }

    [Fact]
    public async Task Answer_OfAServerThatHasLostItsMemory_LetsThePageCatchUpAndHearOn()
    {
        var seen = await RunAsync("""
            connection.invoke = async () => ({ sequence: 5, isReset: true, events: [], status: null });
            live.follow("one", 5000, message => heard.push(message.sequence), () => heard.push("catch up"));
            await live.start();
            calls.State({ experimentId: "one", sequence: 6 });
            return heard.map(String);
            """);
        Assert.Equal(["catch up", "6"], seen);
    }

    [Fact]
    public async Task News_ThatComesBeforeTheAnswer_IsNewerThanItsStatus()
    {
        var seen = await RunAsync("""
            connection.invoke = async () => {
              calls.State({ experimentId: "one", sequence: 5, state: "succeeded" });
              return { sequence: 4, isReset: false, events: [{ experimentId: "one", sequence: 4, type: "state", state: "running" }], status: { experimentId: "one", sequence: 0, state: "of the answer" } };
            };
            live.follow("one", 3, message => heard.push(message.state), () => {});
            await live.start();
            return heard;
            """);
        Assert.Equal(["running", "of the answer", "succeeded"], seen);
    }

    [Fact]
    public async Task ExperimentPage_OfAnotherMemory_CatchesUpWithoutLoadingAgain()
    {
        var id = await browser.FinishedAsync();
        var page = await browser.OpenAsync();
        await page.AddInitScriptAsync("sessionStorage.loads = Number(sessionStorage.loads ?? 0) + 1");
        await page.RouteAsync($"**/experiments/{id}", async route =>
        {
            var answer = await route.FetchAsync();
            var text = System.Text.RegularExpressions.Regex.Replace(await answer.TextAsync(), "data-sequence=\"\\d+\"", "data-sequence=\"4000000\"");
            await route.FulfillAsync(new() { Response = answer, Body = text });
        });
        await page.RunAndWaitForRequestFinishedAsync(
            () => page.GotoAsync($"/experiments/{id}"),
            new() { Predicate = request => request.ResourceType == "fetch" && request.Url.EndsWith($"/experiments/{id}", StringComparison.Ordinal) });
        await page.WaitForSelectorAsync("[data-live-state][data-state=live]");
        await Assertions.Expect(page.Locator("article")).ToHaveAttributeAsync("data-rounds", "14");
        Assert.Equal("1", await page.EvaluateAsync<string>("sessionStorage.loads"));
        await page.Context.CloseAsync();
    }

    private async Task<string[]> RunAsync(string script)
    {
        var page = await browser.OpenAsync();
        await page.GotoAsync("/methods");
        await page.WaitForSelectorAsync("html[data-ready]");
        var seen = await page.EvaluateAsync<string[]>($"async () => {{ {Hub} {script} }}");
        await page.Context.CloseAsync();
        return seen;
    }
}
