using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace LotteryLab.Browser.Tests;

[Collection("browser")]
[Trait("kind", "browser")]
public sealed class JourneyTests(BrowserFixture browser)
{
    [Fact]
    public async Task FirstLaunch_FromTheForm_ShowsLivePointsUntilTheEnd()
    {
        var page = await browser.OpenAsync();
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new("Run the .*preset") }).ClickAsync();
        await page.WaitForSelectorAsync("[data-interactive=true]");
        await page.GetByText("Spec as JSON", new() { Exact = true }).ClickAsync();
        await page.Locator("#spec-json").FillAsync(Specs.Quick("From the form", 11));
        await page.Locator("#spec-json").BlurAsync();
        await Assertions.Expect(page.Locator("#field-name")).ToHaveValueAsync("From the form");
        await page.Keyboard.PressAsync("Control+Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/experiments/[^/]+$"));

        await Charts.DrawnAsync(page, "learning");
        await page.WaitForSelectorAsync("[data-live-state][data-state=live]");
        await Charts.DrawnAsync(page, "main");
        await page.WaitForSelectorAsync("[data-part=state][data-state=succeeded]", new() { Timeout = 300_000 });
        await Assertions.Expect(page.Locator("article")).ToHaveAttributeAsync("data-rounds", "14");
        await Assertions.Expect(page.Locator("figure[data-plot=main] .plot-sentence")).ToContainTextAsync("The dense network reaches");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Page_OpenedBeforeTheWorkerHasAPlan_DrawsTheCurveWithoutReload()
    {
        var page = await browser.OpenAsync();
        await page.APIRequest.PostAsync($"{browser.App.Address}/api/queue/pause");
        await browser.LaunchAsync(page, Specs.Quick("Opened early", 21));
        await page.WaitForSelectorAsync("[data-live-state][data-state=live]");
        await page.EvaluateAsync("window.isSamePage = true");
        await page.APIRequest.PostAsync($"{browser.App.Address}/api/queue/resume");
        await Charts.DrawnAsync(page, "learning");
        await page.WaitForSelectorAsync("[data-part=state][data-state=succeeded]", new() { Timeout = 300_000 });
        await Charts.DrawnAsync(page, "main");
        Assert.True(await page.EvaluateAsync<bool>("window.isSamePage"));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Share_InASecondBrowser_ShowsUntilItIsRevoked()
    {
        var id = await browser.FinishedAsync();
        var owner = await browser.OpenAsync();
        await owner.GotoAsync($"/experiments/{id}");
        await owner.WaitForSelectorAsync("html[data-ready]");
        await owner.GetByText("Make a link that anyone can open").ClickAsync();
        await owner.Locator(".share-form input[name=label]").FillAsync("for a colleague");
        await owner.GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
        await owner.WaitForSelectorAsync("[data-part=link]:not([hidden])");
        var link = await owner.Locator("[data-part=address]").InputValueAsync();

        var reader = await browser.OpenAsync();
        await reader.GotoAsync(link);
        await Assertions.Expect(reader.Locator("h1")).ToHaveTextAsync("Finished one");
        await Charts.DrawnAsync(reader, "main");
        Assert.Equal(0, await reader.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).CountAsync());

        await owner.GotoAsync("/shares");
        await owner.WaitForSelectorAsync("html[data-ready]");
        await owner.GetByRole(AriaRole.Button, new() { Name = "Revoke for a colleague" }).ClickAsync();
        await Assertions.Expect(owner.Locator("[data-part=result]")).ToContainTextAsync("Revoked");
        var answer = await reader.ReloadAsync();
        Assert.Equal(410, answer!.Status);
        await Assertions.Expect(reader.Locator("h1")).ToHaveTextAsync("This link was revoked");
        await owner.Context.CloseAsync();
        await reader.Context.CloseAsync();
    }

    [Fact]
    public async Task Compare_OfTwo_ShowsCurvesDifferencesAndOverlap()
    {
        var first = await browser.FinishedAsync();
        var page = await browser.OpenAsync();
        var second = await browser.LaunchAsync(page, Specs.Quick("The other", 8));
        await page.WaitForSelectorAsync("[data-part=state][data-state=succeeded]", new() { Timeout = 300_000 });
        await page.GotoAsync($"/compare?ids={first},{second}");
        await Charts.DrawnAsync(page, "main");
        await Assertions.Expect(page.GetByText("By chance")).ToBeVisibleAsync();
        await page.WaitForSelectorAsync(".mask-canvas[aria-label]");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Differences against Finished one" })).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Run_PausedResumedAndCancelled_SaysEachState()
    {
        var page = await browser.OpenAsync(360, 740);
        await browser.LaunchAsync(page, Specs.Long("Stopped often", 9));
        await page.WaitForSelectorAsync("[data-live-state][data-state=live]");
        await page.WaitForSelectorAsync("[data-part=state][data-state=running]");
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause", Exact = true }).ClickAsync();
        await page.WaitForSelectorAsync("[data-part=state][data-state=paused]");
        await page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await page.WaitForSelectorAsync("[data-part=state][data-state=running]");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel for good" }).ClickAsync();
        await page.WaitForSelectorAsync("[data-part=state][data-state=cancelled]");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Page_WhenTheServerRestarts_SaysSoAndGoesOnWithoutReload()
    {
        var id = await browser.FinishedAsync();
        var page = await browser.OpenAsync();
        await page.GotoAsync($"/experiments/{id}");
        await page.WaitForSelectorAsync("[data-live-state][data-state=live]");
        await page.EvaluateAsync("window.isSamePage = true");
        browser.App.Kill();
        await Assertions.Expect(page.Locator("[data-live-state]")).ToContainTextAsync("Training continues on the server");
        await browser.App.StartAsync(TestContext.Current.CancellationToken);
        await page.WaitForSelectorAsync("[data-live-state][data-state=live]");
        Assert.True(await page.EvaluateAsync<bool>("window.isSamePage"));
        await page.Context.CloseAsync();
    }
}
