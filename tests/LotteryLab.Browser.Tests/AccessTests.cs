using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace LotteryLab.Browser.Tests;

[Collection("browser")]
[Trait("kind", "browser")]
public sealed class AccessTests(BrowserFixture browser)
{
    // An embedded chart has no script that could say that it is ready.
    private const string Ready = "html[data-ready], body.embed";
    private const string MovieFragment = "#moves";

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task EveryPage_InBothThemes_HasNoAxeViolation(ColorScheme scheme)
    {
        var page = await browser.OpenAsync(scheme: scheme);
        var problems = new List<string>();
        foreach (var address in await AddressesAsync(page))
        {
            await page.GotoAsync(address);
            await page.WaitForSelectorAsync(Ready);
            if (address.EndsWith(MovieFragment, StringComparison.Ordinal))
            {
                // Its pictures and charts come after the page: what is not there yet cannot be judged.
                await page.WaitForSelectorAsync("#moves");
                await Charts.DrawnAsync(page, "explored");
                await Assertions.Expect(page.Locator("[data-part=frame-masks] li")).Not.ToHaveCountAsync(0);
            }

            var result = await page.RunAxe();
            problems.AddRange(result.Violations.Select(violation => $"{address}: {violation.Id} at {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html.Length > 200 ? node.Html[..200] : node.Html))}"));
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task EveryPage_OnAPhone_NeedsNoSidewaysScrolling()
    {
        var page = await browser.OpenAsync(360, 740);
        var wide = new List<string>();
        foreach (var address in await AddressesAsync(page))
        {
            await page.GotoAsync(address);
            await page.WaitForSelectorAsync(Ready);
            if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") is > 0 and var more)
            {
                wide.Add($"{address}: {more} px too wide");
            }
        }

        Assert.True(wide.Count == 0, string.Join('\n', wide));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Keyboard_Alone_ReachesHelpPlacesTableAndMask()
    {
        var id = await browser.FinishedAsync();
        var page = await browser.OpenAsync();
        await page.GotoAsync("/");
        await page.WaitForSelectorAsync("html[data-ready]");
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Locator(":focus")).ToHaveTextAsync("Skip to content");
        await page.Keyboard.PressAsync("?");
        await Assertions.Expect(page.Locator("dialog[data-help]")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("e");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/experiments$"));
        await page.WaitForSelectorAsync("html[data-ready]");
        await page.Keyboard.PressAsync("j");
        await Assertions.Expect(page.Locator("td ~ th a:focus")).ToHaveCountAsync(1);

        await page.GotoAsync($"/experiments/{id}/r/1/rounds/1");
        await page.WaitForSelectorAsync(".mask-canvas[aria-label]");
        await page.Locator(".mask-canvas").FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(page.Locator(".mask-readout")).ToContainTextAsync("out 0, in 1");
        await page.Locator("h1").EvaluateAsync("element => document.activeElement.blur()");
        await page.Keyboard.PressAsync("]");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/rounds/2$"));
        await page.Context.CloseAsync();
    }

    private async Task<IReadOnlyList<string>> AddressesAsync(IPage page)
    {
        var id = await browser.FinishedAsync();
        var moved = await browser.MovedAsync();
        var token = await browser.ShareAsync(page, id, "https://group.example");
        return ["/", "/new?preset=first-ticket", "/experiments", $"/experiments/{id}", $"/experiments/{moved}{MovieFragment}", $"/experiments/{id}/r/1/rounds/2", $"/compare?ids={id}", $"/compare?ids={id},{moved},{id}/r/2", "/planner", $"/experiments/{id}/plan", "/queue", "/shares", "/methods", "/methods/imp", "/methods/bip", "/architectures", "/datasets", "/datasets/glyphs", "/datasets/cifar-10", "/system", "/settings", "/admin", "/admin?storage=true", "/api-reference", "/setup", "/join", $"/s/{token}", $"/embed/{token}?theme={(await page.EvaluateAsync<bool>("matchMedia('(prefers-color-scheme: dark)').matches") ? "dark" : "light")}", "/s/nowhere", "/nowhere"];
    }
}
