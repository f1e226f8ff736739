using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace LotteryLab.Browser.Tests;

[Collection("browser")]
[Trait("kind", "browser")]
public sealed class PlannerTests(BrowserFixture browser)
{
    [Fact]
    public async Task Study_PlannedTrimmedAndQueued_FillsItsCellsLive()
    {
        var recipe = await browser.FinishedAsync();
        var page = await browser.OpenAsync();
        await page.GotoAsync($"/planner?base={recipe}&m=snip&d=50,20&n=1&q=Which+mask%3F");
        await page.WaitForSelectorAsync("html[data-ready]");
        await Assertions.Expect(page.GetByText("trainings instead of")).ToBeVisibleAsync();

        // A second method comes into the grid without a reload, and the address follows.
        await page.Locator("input[name=m][value=random]").CheckAsync();
        await Assertions.Expect(page.Locator("input[name=keep]")).ToHaveCountAsync(4);
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("m=random"));

        // One cell goes by keyboard; the focus stays where it was when the plan is put in place.
        await page.Locator("input[name=keep][value='snip~0.5']").FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(page.Locator("input[name=keep][value='snip~0.2']")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Space");
        await Assertions.Expect(page.GetByText("left out", new() { Exact = true })).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("input[name=keep][value='snip~0.2']")).ToBeFocusedAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("cut=snip"));

        await page.GetByRole(AriaRole.Button, new() { Name = "Queue as one study" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("study="));
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Which mask?");
        await Assertions.Expect(page.Locator("td[data-cell][data-n='1']")).ToHaveCountAsync(3, new() { Timeout = 300_000 });
        await page.WaitForSelectorAsync("[data-part=state][data-state=succeeded]", new() { Timeout = 300_000 });

        // The dense network was trained by the experiment whose recipe it is, or is trained once: it is never a cell of its own.
        await page.GetByRole(AriaRole.Link, new() { Name = "Steps and what is shared" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Shared steps" })).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Evidence_MissingControl_IsLaunchedFromTheTicket()
    {
        var id = await browser.FinishedAsync();
        var page = await browser.OpenAsync();
        await page.GotoAsync($"/experiments/{id}/r/1/rounds/1");
        await page.WaitForSelectorAsync("html[data-ready]");
        await Assertions.Expect(page.GetByText("minus 0.10 pp")).ToBeVisibleAsync();
        await page.Locator("button[data-evidence=shuffled-mask]").ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/experiments/[^/]+$"));
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Finished one, with shuffled mask");
        await page.Context.CloseAsync();
    }
}
