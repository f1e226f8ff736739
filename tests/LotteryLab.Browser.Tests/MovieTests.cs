using System.Globalization;
using Microsoft.Playwright;

namespace LotteryLab.Browser.Tests;

/// <summary>The film of connections that move, and the hover line that its charts share.</summary>
[Collection("browser")]
[Trait("kind", "browser")]
public sealed class MovieTests(BrowserFixture browser)
{
    [Fact]
    public async Task HoverLine_InOneChart_StandsAtTheSameIterationInTheOthersAndGoesWithThePointer()
    {
        var page = await OpenAsync();
        var explored = page.Locator("figure[data-plot=explored] .plot-canvas");
        await explored.ScrollIntoViewIfNeededAsync();
        var box = (await explored.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + (box.Width * 0.6f), box.Y + (box.Height / 2));
        foreach (var name in new[] { "explored", "kept" })
        {
            await Assertions.Expect(page.Locator($"figure[data-plot={name}] .plot-hover-line")).ToBeVisibleAsync();
        }

        // The pixels may differ, what they mean may not: a pixel is less than two iterations wide here.
        var (here, there) = (await IterationAsync(page, "explored"), await IterationAsync(page, "kept"));
        Assert.InRange(here, 1, 119);
        Assert.Equal(here, there, 2.0);

        // Another axis: weights remaining are no iterations.
        await Assertions.Expect(page.Locator("figure[data-plot=main] .plot-hover-line:not([hidden])")).ToHaveCountAsync(0);
        await page.Mouse.MoveAsync(2, 2);
        await Assertions.Expect(page.Locator(".plot-hover-line:not([hidden])")).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Film_ByKeyboard_ShowsOtherMasks()
    {
        var page = await OpenAsync();
        var slider = page.Locator("[data-part=frame]");
        await slider.ScrollIntoViewIfNeededAsync();
        var first = await page.Locator("[data-part=frame-masks] img").First.GetAttributeAsync("src");
        await slider.FocusAsync();
        await page.Keyboard.PressAsync("End");
        await Assertions.Expect(page.Locator("[data-part=frame-masks] img").First).Not.ToHaveAttributeAsync("src", first!);
        await Assertions.Expect(page.Locator("[data-part=frame-text]")).ToContainTextAsync("explored");
        await page.Context.CloseAsync();
    }

    private static async Task<double> IterationAsync(IPage page, string plot)
    {
        var text = await page.EvaluateAsync<string>($$"""
            () => { const canvas = document.querySelector("figure[data-plot={{plot}}] .plot-canvas"); const axis = canvas._fullLayout.xaxis;
              return String(axis.p2d(parseFloat(canvas.querySelector(".plot-hover-line").style.left) - axis._offset)); }
            """);
        return double.Parse(text, CultureInfo.InvariantCulture);
    }

    private async Task<IPage> OpenAsync()
    {
        var id = await browser.MovedAsync();
        var page = await browser.OpenAsync();
        await page.GotoAsync($"/experiments/{id}");
        await page.WaitForSelectorAsync("html[data-ready]");
        await page.Locator("#moves").ScrollIntoViewIfNeededAsync();
        await Charts.DrawnAsync(page, "explored");
        await Charts.DrawnAsync(page, "kept");
        return page;
    }
}
