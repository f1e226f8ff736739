using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace LotteryLab.Browser.Tests;

/// <summary>Launch and compare without a mouse: nothing is clicked, nothing is focused but by Tab and the page's own keys.</summary>
[Collection("browser")]
[Trait("kind", "browser")]
public sealed class KeyboardTests(BrowserFixture browser)
{
    private const int MostTabs = 120;

    [Fact]
    public async Task Keyboard_Alone_LaunchesAndCancels()
    {
        var page = await browser.OpenAsync();
        await page.GotoAsync("/");
        await page.WaitForSelectorAsync("html[data-ready]");
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("n");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/new"));
        await page.WaitForSelectorAsync("[data-interactive=true]");
        await TabToAsync(page, "#field-name");
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("By keyboard");

        // Longer than it takes to reach the button that cancels.
        await TabToAsync(page, "#field-training-length");
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync(Specs.Endless);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Control+Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/experiments/[^/]+$"));
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("By keyboard");
        await page.WaitForSelectorAsync("html[data-ready]");
        await page.WaitForSelectorAsync("button[data-action=cancel]:not([disabled])");
        await TabToAsync(page, "button[data-action=cancel]");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("button[data-action=cancel]")).ToHaveTextAsync("Cancel for good");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("[data-part=state][data-state=cancelled]");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Keyboard_Alone_ChoosesAndCompares()
    {
        var first = await browser.FinishedAsync();
        var page = await browser.OpenAsync();
        var second = await browser.LaunchAsync(page, Specs.Quick("Finished one more", 18));
        await page.WaitForSelectorAsync("[data-part=state][data-state=succeeded]", new() { Timeout = 300_000 });
        await page.GotoAsync("/");
        await page.WaitForSelectorAsync("html[data-ready]");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("Finished one");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("text=Finished"));
        await page.WaitForSelectorAsync("html[data-ready]");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("x");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("x");
        await Assertions.Expect(page.Locator("input[name=ids]:checked")).ToHaveCountAsync(2);
        await page.Keyboard.PressAsync("c");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex($"/compare\\?ids=({first},{second}|{second},{first})$"));
        await Charts.DrawnAsync(page, "main");
        await TabToAsync(page, "figure[data-plot=main] details:has(table) > summary");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("figure[data-plot=main] table")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    private static async Task TabToAsync(IPage page, string selector)
    {
        for (var i = 0; i < MostTabs; i++)
        {
            if (await page.EvaluateAsync<bool>("selector => document.activeElement?.matches(selector) ?? false", selector))
            {
                return;
            }

            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"{MostTabs} presses of Tab did not reach {selector}.");
    }
}
