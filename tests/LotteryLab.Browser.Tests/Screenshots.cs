using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace LotteryLab.Browser.Tests;

/// <summary>Renders the pictures of the README, so that they stay true: <c>./lab screenshots</c>.</summary>
[Collection("browser")]
[Trait("kind", "screenshots")]
public sealed class Screenshots(BrowserFixture browser)
{
    private const string Variable = "LOTTERYLAB_SCREENSHOTS";

    [Fact]
    public async Task Pages_Always_LookAsTheReadmeShows()
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipUnless(folder is { Length: > 0 }, $"Pictures are only made when {Variable} names a folder.");
        var page = await browser.OpenAsync(1280, 1000);
        var first = await browser.LaunchAsync(page, Specs.Shown("Glyphs, 40% a round", 21, 0.4));
        await page.WaitForSelectorAsync("figure[data-plot=main][data-drawn]");
        await Assertions.Expect(page.Locator("article")).ToHaveAttributeAsync("data-rounds", new Regex("^(2[4-9]|3[0-9])$"), new() { Timeout = 300_000 });
        await SaveAsync(page, folder!, "live");
        await page.WaitForSelectorAsync("[data-part=state][data-state=succeeded]", new() { Timeout = 300_000 });
        var second = await browser.LaunchAsync(page, Specs.Shown("Glyphs, 60% a round", 21, 0.6));
        await page.WaitForSelectorAsync("[data-part=state][data-state=succeeded]", new() { Timeout = 300_000 });

        await page.GotoAsync($"/compare?ids={first},{second}");
        await page.WaitForSelectorAsync("figure[data-plot=main][data-drawn]");
        await SaveAsync(page, folder!, "compare");
        await page.GotoAsync($"/experiments/{first}/r/1/rounds/3");
        await page.WaitForSelectorAsync(".mask-canvas[aria-label]");

        // From the scrubber down to the mask: a picture that begins in the middle of a chart says nothing.
        await page.SetViewportSizeAsync(1280, 1300);
        await page.Locator(".scrubber").First.EvaluateAsync("element => element.scrollIntoView()");
        await SaveAsync(page, folder!, "ticket");
        await page.SetViewportSizeAsync(1280, 1000);

        await page.GotoAsync($"/experiments/{first}");
        await page.WaitForSelectorAsync("html[data-ready]");
        await page.GetByText("Make a link that anyone can open").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
        await page.WaitForSelectorAsync("[data-part=link]:not([hidden])");
        await page.GotoAsync(await page.Locator("[data-part=address]").InputValueAsync());
        await page.WaitForSelectorAsync("figure[data-plot=main][data-drawn]");
        await SaveAsync(page, folder!, "share");
        await page.Context.CloseAsync();
    }

    private static async Task SaveAsync(IPage page, string folder, string name)
    {
        // Charts draw a moment after their data; pictures of half a chart help nobody.
        await page.WaitForTimeoutAsync(1500);
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png") });
    }
}
