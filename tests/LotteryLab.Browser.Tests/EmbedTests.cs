using Microsoft.Playwright;

namespace LotteryLab.Browser.Tests;

[Collection("browser")]
[Trait("kind", "browser")]
public sealed class EmbedTests(BrowserFixture browser)
{
    [Fact]
    public async Task EmbeddedChart_InAListedSite_IsShownAndInAnotherRefused()
    {
        var id = await browser.FinishedAsync();
        var page = await browser.OpenAsync();
        using var listed = new ForeignSite();
        using var other = new ForeignSite();
        var token = await browser.ShareAsync(page, id, listed.Origin);
        listed.Body = other.Body = $"<iframe title=chart width=760 height=560 src=\"{browser.App.Address}/embed/{token}?theme=dark&amp;width=700\"></iframe>";

        await page.GotoAsync(listed.Origin);
        var frame = page.FrameLocator("iframe");
        await Assertions.Expect(frame.Locator("svg.chart[role=img]")).ToBeVisibleAsync();
        await Assertions.Expect(frame.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await Assertions.Expect(frame.Locator("svg.chart[role=img]")).ToHaveAttributeAsync("width", "700");

        var refusal = page.WaitForConsoleMessageAsync(new() { Predicate = message => message.Text.Contains("frame-ancestors", StringComparison.Ordinal) });
        await page.GotoAsync(other.Origin);
        await refusal;
        Assert.DoesNotContain(page.Frames, shown => shown.Url.Contains("/embed/", StringComparison.Ordinal));
        await page.Context.CloseAsync();
    }
}
