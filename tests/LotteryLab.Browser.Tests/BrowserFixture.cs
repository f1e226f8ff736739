using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(LotteryLab.Browser.Tests.BrowserFixture))]

namespace LotteryLab.Browser.Tests;

/// <summary>One app, one browser, and one finished experiment for all tests.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";

    // A machine under load may take its time; only what never happens is a failure. Of everything that Playwright waits for, in milliseconds.
    private const float Patience = 120_000;
    private static readonly string[] Arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
    private readonly SemaphoreSlim gate = new(1, 1);
    private IPlaywright? playwright;
    private IBrowser? browser;
    private string? finished;
    private string? moved;

    internal AppProcess App { get; } = new();

    /// <summary>A new browser profile.</summary>
    public async Task<IPage> OpenAsync(int width = 1280, int height = 900, ColorScheme scheme = ColorScheme.Light, string? address = null)
    {
        Assert.SkipUnless(File.Exists(Chromium), $"There is no browser at {Chromium}: apt-get install chromium.");
        var context = await browser!.NewContextAsync(new() { BaseURL = address ?? App.Address, ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        context.SetDefaultTimeout(Patience);
        return await context.NewPageAsync();
    }

    /// <summary>Id of an experiment that has run to its end.</summary>
    public async Task<string> FinishedAsync()
    {
        await gate.WaitAsync();
        try
        {
            return finished ??= await RunAsync(Specs.Quick("Finished one", 7));
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Id of a finished experiment whose connections moved during training.</summary>
    public async Task<string> MovedAsync()
    {
        await gate.WaitAsync();
        try
        {
            return moved ??= await RunAsync(Specs.Moving("Moving connections", 8));
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Token of a link to an experiment, whose chart a site may show inside its pages.</summary>
    internal async Task<string> ShareAsync(IPage page, string id, string parent)
    {
        var answer = await page.APIRequest.PostAsync($"{App.Address}/api/shares", new()
        {
            DataString = $$"""{"kind":"experiment","targets":["{{id}}"],"allowsDownload":true,"allowsEmbedding":true,"allowedParents":["{{parent}}"]}""",
            Headers = new Dictionary<string, string> { ["content-type"] = "application/json" },
        });
        Assert.True(answer.Ok, await answer.TextAsync());
        return (await answer.JsonAsync())!.Value.GetProperty("token").GetString()!;
    }

    /// <summary>Launches a spec through the API, as the form does, and opens its page.</summary>
    internal async Task<string> LaunchAsync(IPage page, string spec)
    {
        var answer = await page.APIRequest.PostAsync($"{App.Address}/api/experiments", new() { DataString = spec, Headers = new Dictionary<string, string> { ["content-type"] = "application/json" } });
        Assert.True(answer.Ok, await answer.TextAsync());
        var id = (await answer.JsonAsync())!.Value.GetProperty("id").GetString()!;
        await page.GotoAsync($"/experiments/{id}");
        return id;
    }

    private async Task<string> RunAsync(string spec)
    {
        var page = await OpenAsync();
        var id = await LaunchAsync(page, spec);
        await page.WaitForSelectorAsync("[data-part=state][data-state=succeeded]", new() { Timeout = 300_000 });
        await page.Context.CloseAsync();
        return id;
    }

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Chromium))
        {
            return;
        }

        Assertions.SetDefaultExpectTimeout(Patience);
        await App.StartAsync(CancellationToken.None);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = Arguments });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.CloseAsync();
        }

        playwright?.Dispose();
        App.Dispose();
    }
}
