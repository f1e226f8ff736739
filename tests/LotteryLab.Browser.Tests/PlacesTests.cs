using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace LotteryLab.Browser.Tests;

[Collection("browser")]
[Trait("kind", "browser")]
public sealed class PlacesTests(BrowserFixture browser)
{
    [Fact]
    public async Task AccountPages_OnAServerWithAccounts_HaveNoAxeViolationInEitherThemeOnAPhone()
    {
        using var app = new AppProcess { Settings = new Dictionary<string, string> { ["LotteryLab__Accounts"] = "true" } };
        var first = await browser.OpenAsync();
        await first.Context.CloseAsync();
        await app.StartAsync(TestContext.Current.CancellationToken);
        var problems = new List<string>();
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            var page = await browser.OpenAsync(360, 740, scheme, app.Address);
            foreach (var address in new[] { "/sign-in", "/sign-in?problem=session.refused", "/setup", "/setup?problem=setup.code", "/join", "/join?problem=invitation.code" })
            {
                await page.GotoAsync(address);
                await page.WaitForSelectorAsync("html[data-ready]");
                problems.AddRange((await page.RunAxe()).Violations.Select(violation => $"{address}: {violation.Id}"));
                if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") > 0)
                {
                    problems.Add($"{address} is too wide");
                }
            }

            await page.Context.CloseAsync();
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Fact]
    public async Task Datasets_OpenedForTheFirstTime_ShowTheirSamplesWithoutAReload()
    {
        var page = await browser.OpenAsync();
        await page.GotoAsync("/datasets/shapes");
        await Assertions.Expect(page.Locator("[data-dataset=shapes][data-state=ready]")).ToHaveCountAsync(1);
        await page.WaitForFunctionAsync("() => document.querySelector('img.dataset-samples')?.naturalWidth > 100");
        await Assertions.Expect(page.GetByText("Balanced: each of")).ToHaveCountAsync(1);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Settings_Chosen_HoldOnOtherPages()
    {
        var id = await browser.FinishedAsync();
        var page = await browser.OpenAsync();
        await page.GotoAsync("/settings");
        await page.WaitForSelectorAsync("html[data-ready]");
        await page.Locator("#set-theme").SelectOptionAsync("dark");
        await page.Locator("#set-contrast").SelectOptionAsync("more");
        await page.Locator("#set-spread").SelectOptionAsync("range");
        await Assertions.Expect(page.Locator("[data-part=saved]")).ToContainTextAsync("Saved");
        var result = await page.RunAxe();
        Assert.Empty(result.Violations.Select(violation => violation.Id));

        await page.GotoAsync($"/experiments/{id}");
        await page.WaitForSelectorAsync("html[data-ready][data-theme=dark][data-contrast=more]");
        await Assertions.Expect(page.Locator("select[name=spread]").First).ToHaveValueAsync("range");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task ApiReference_Searched_ShowsTheCallAndCopiesIt()
    {
        var page = await browser.OpenAsync();
        await page.GotoAsync("/api-reference");
        await page.WaitForSelectorAsync("html[data-ready]");
        await page.GetByLabel("Find a call").FillAsync("post {name}/download");
        await Assertions.Expect(page.Locator("[data-part=count]")).ToHaveTextAsync("1 call");
        await page.Locator("details[data-part=call]:not([hidden]) summary").ClickAsync();
        await Assertions.Expect(page.Locator("details[open] pre").Last).ToContainTextAsync(new Regex("curl -s -X POST .*/api/datasets/glyphs/download"));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Admin_Invites_AndShowsTheCodeOnce()
    {
        var page = await browser.OpenAsync();
        await page.GotoAsync("/admin");
        await page.WaitForSelectorAsync("html[data-ready]");
        await page.GetByLabel("For whom").FillAsync("Grace <b>");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make an invitation" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-part=code]")).ToHaveTextAsync(new Regex("^[A-Za-z0-9_-]{43}$"));
        await page.ReloadAsync();
        await page.GetByText(new Regex("^Invitations \\([0-9]+\\)$")).ClickAsync();
        await Assertions.Expect(page.GetByText("Grace <b>, researcher, good until")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }
}
