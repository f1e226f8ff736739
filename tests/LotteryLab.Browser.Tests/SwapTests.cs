using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace LotteryLab.Browser.Tests;

/// <summary>What changes on a page takes its place there: the page is never loaded again, its buttons go on working and the keyboard stays where it was.</summary>
[Collection("browser")]
[Trait("kind", "browser")]
public sealed class SwapTests(BrowserFixture browser)
{
    [Theory]
    [InlineData("/datasets/glyphs")]
    [InlineData("/datasets")]
    public async Task Dataset_VerifiedTwice_ChangesInPlaceBothTimes(string address)
    {
        var page = await OpenAsync(address);
        var part = page.Locator("[data-part=dataset][data-name=glyphs]");
        for (var time = 0; time < 2; time++)
        {
            await Assertions.Expect(part.Locator("[data-dataset][data-state=ready]")).ToHaveCountAsync(1);
            var before = await part.Locator("time").GetAttributeAsync("datetime");
            await part.GetByRole(AriaRole.Button, new() { Name = "Verify again" }).PressAsync("Enter");
            await Assertions.Expect(part.Locator($"time:not([datetime='{before}'])")).ToHaveCountAsync(1);
            await Assertions.Expect(part.Locator(":focus").Or(page.Locator("[data-part=dataset][data-name=glyphs]:focus"))).ToHaveCountAsync(1);
        }

        await IsSamePageAsync(page);
    }

    [Theory]
    [InlineData("/queue")]
    [InlineData("/admin")]
    public async Task Queue_PausedAndResumed_SaysSoInPlace(string address)
    {
        var page = await OpenAsync(address);
        try
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Pause the queue" }).PressAsync("Enter");
            await page.GetByRole(AriaRole.Button, new() { Name = "Start workers again" }).PressAsync("Enter");
            await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Pause the queue" })).ToBeVisibleAsync();
            await IsSamePageAsync(page);
        }
        finally
        {
            // The other tests have the same queue.
            (await browser.App.PostAsync("/api/queue/resume", TestContext.Current.CancellationToken)).Dispose();
        }
    }

    [Fact]
    public async Task Admin_AfterAChangeElsewhere_StillShowsTheInvitation()
    {
        var page = await OpenAsync("/admin");
        await page.GetByLabel("For whom").FillAsync("Barbara");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make an invitation" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-part=code]")).ToHaveTextAsync(new Regex("^[A-Za-z0-9_-]{43}$"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Copy the database now" }).ClickAsync();
        await Assertions.Expect(page.Locator("section[aria-labelledby=backup] li")).Not.ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("[data-part=code]")).ToBeVisibleAsync();
        await IsSamePageAsync(page);
    }

    [Fact]
    public async Task Swap_OfAPart_KeepsWhatIsTypedChosenAndOpen()
    {
        var page = await OpenAsync("/methods");
        var kept = await page.EvaluateAsync<string[]>("""
            async () => {
              const { swap } = await import("/js/swap.js");
              const part = Object.assign(document.createElement("div"), { id: "part" });
              const inside = text => `<p>${text}</p><details><summary>more</summary></details><input name="typed"><input name="sent" value="${text}"><select name="chosen"><option>a</option><option>b</option></select>`;
              part.innerHTML = inside("old");
              document.querySelector("main").append(part);
              part.querySelector("details").open = true;
              part.querySelector("[name=typed]").value = "half a";
              part.querySelector("select").value = "b";
              part.querySelector("select").focus();
              swap(part, `<div id="part">${inside("new")}</div>`, "#part");
              return [part.querySelector("p").textContent, String(part.querySelector("details").open), part.querySelector("[name=typed]").value, part.querySelector("[name=sent]").value, part.querySelector("select").value, document.activeElement.name];
            }
            """);
        Assert.Equal(["new", "true", "half a", "new", "b", "chosen"], kept);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Refresher_AskedWhileItAsks_ShowsTheLastAnswer()
    {
        var page = await OpenAsync("/methods");
        var shown = await page.EvaluateAsync<string[]>("""
            async () => {
              const { refresher } = await import("/js/swap.js");
              const answers = [];
              const shown = [];
              window.fetch = () => new Promise(resolve => answers.push(text => resolve(new Response(text))));
              const refresh = refresher(text => shown.push(text));
              const first = refresh();
              const second = refresh();
              refresh();
              answers[0]("first");
              while (answers.length < 2) {
                await new Promise(resolve => setTimeout(resolve));
              }

              answers[1]("second");
              await Promise.all([first, second]);
              return [...shown, String(answers.length)];
            }
            """);
        Assert.Equal(["first", "second", "2"], shown);
        await page.Context.CloseAsync();
    }

    private async Task<IPage> OpenAsync(string address)
    {
        var page = await browser.OpenAsync();
        await page.GotoAsync(address);
        await page.WaitForSelectorAsync("html[data-ready]");
        await page.EvaluateAsync("window.isSamePage = true");
        return page;
    }

    private static async Task IsSamePageAsync(IPage page)
    {
        Assert.True(await page.EvaluateAsync<bool>("window.isSamePage === true"), "The page was loaded again.");
        await page.Context.CloseAsync();
    }
}
