using System.Net;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Web.Tests;

public sealed class PageTests : IDisposable
{
    private readonly WebAppFixture app = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Home_WithoutExperiments_OffersTheFirstPreset() =>
        Assert.Contains("/new?preset=first-ticket", await TextAsync("/"));

    [Fact]
    public async Task Experiments_WithFolderOfTheCommandLine_LinkToItsPage()
    {
        AddExperiment("0123456789abcdef", """{"name":"My <first> ticket","architecture":{"name":"conv-2"},"dataset":"digits","method":{"name":"imp"}}""");
        var text = await TextWithAsync("/experiments", "/experiments/0123456789abcdef");
        Assert.Contains("My &lt;first&gt; ticket", text);
    }

    [Fact]
    public async Task Experiments_WithDamagedSpec_StillShowTheOthers()
    {
        AddExperiment("aaaaaaaaaaaaaaaa", "{ torn");
        AddExperiment("bbbbbbbbbbbbbbbb", """{"name":"whole"}""");
        Assert.Contains("whole", await TextWithAsync("/experiments", "/experiments/bbbbbbbbbbbbbbbb"));
    }

    [Theory]
    [InlineData("/methods", "<h1")]
    [InlineData("/architectures", "<h1")]
    [InlineData("/datasets", "<h1")]
    public async Task LibraryPage_Always_HasHeadingAndSkipLink(string address, string expected)
    {
        var text = await TextAsync(address);
        Assert.Contains(expected, text);
        Assert.Contains($"href=\"{address}#content\"", text);
    }

    [Fact]
    public async Task ComponentPages_ForEverythingRegistered_ShowTitleAndOptions()
    {
        using var client = app.CreateClient();
        foreach (var (path, contract) in Shelves())
        {
            foreach (var entry in ComponentCatalog.Default.Entries(contract))
            {
                var text = WebUtility.HtmlDecode(await client.GetStringAsync($"/{path}/{entry.Name}", Cancellation));
                Assert.Contains(entry.Component.Descriptor.Title, text);
                Assert.All(entry.Options, option => Assert.Contains(option.Help, text));
            }
        }
    }

    [Theory]
    [InlineData("/methods/no-such-method")]
    [InlineData("/experiments/no-such-experiment")]
    [InlineData("/experiments/..%2F..%2Fetc")]
    [InlineData("/nowhere")]
    public async Task UnknownAddress_Always_IsNotFoundWithAPage(string address)
    {
        using var client = app.CreateClient();
        using var response = await client.GetAsync(address, Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("nothing at this address", await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task BlazorScript_Always_IsServedWithATag()
    {
        using var client = app.CreateClient();
        using var response = await client.GetAsync("/_framework/blazor.web.js", Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/javascript", response.Content.Headers.ContentType?.MediaType);
        Assert.NotNull(response.Headers.ETag);
    }

    [Fact]
    public async Task StyleSheet_FromPage_IsServed()
    {
        var text = await TextAsync("/");
        var start = text.IndexOf("css/app", StringComparison.Ordinal);
        var address = text[start..text.IndexOf('"', start)];
        using var client = app.CreateClient();
        Assert.Contains(".shell", await client.GetStringAsync("/" + address, Cancellation));
    }

    [Fact]
    public async Task AllPages_Rendered_NeverLoadLibTorch()
    {
        foreach (var address in new[] { "/", "/new", "/experiments", "/compare", "/queue", "/shares", "/methods", "/architectures", "/datasets" })
        {
            await TextAsync(address);
        }

        // What this process has loaded, as the kernel sees it.
        if (File.Exists("/proc/self/maps"))
        {
            Assert.DoesNotContain("libtorch", await File.ReadAllTextAsync("/proc/self/maps", Cancellation));
        }
    }

    public void Dispose() => app.Dispose();

    private static IEnumerable<(string Path, Type Contract)> Shelves() =>
    [
        ("methods", typeof(Engine.Planning.IPruningMethod)),
        ("controls", typeof(Engine.Planning.IControl)),
        ("architectures", typeof(Engine.Architectures.IArchitecture)),
        ("datasets", typeof(Engine.Datasets.IDatasetSource)),
        ("optimizers", typeof(Engine.Training.Optimizers.IOptimizerComponent)),
        ("schedules", typeof(Engine.Training.Schedules.IScheduleComponent)),
        ("evaluations", typeof(Engine.Planning.IEvaluation)),
    ];

    private async Task<string> TextAsync(string address)
    {
        using var client = app.CreateClient();
        return await client.GetStringAsync(address, Cancellation);
    }

    /// <summary>The page once the follower has found what a folder holds.</summary>
    private Task<string> TextWithAsync(string address, string expected) =>
        ApiApp.UntilAsync(async () => await TextAsync(address) is var text && text.Contains(expected, StringComparison.Ordinal) ? text : null, Cancellation);

    private void AddExperiment(string id, string spec)
    {
        var folder = Directory.CreateDirectory(Path.Combine(app.Home, "experiments", id));
        File.WriteAllText(Path.Combine(folder.FullName, "spec.json"), spec);
    }
}
