using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LotteryLab.Web.Datasets;
using Microsoft.Extensions.DependencyInjection;

namespace LotteryLab.Web.Tests;

public sealed class DatasetsApiTests : IDisposable
{
    private const string Url = "http://one/tiny.bin";
    private readonly FileServer server = new();
    private readonly ApiApp app;
    private readonly HttpClient client;

    public DatasetsApiTests()
    {
        app = new ApiApp { Change = services => services.AddSingleton(TinySource.Catalog).AddSingleton(new DatasetTransport(new HttpClient(server, disposeHandler: false))) };
        client = app.CreateClient();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Target => Path.Combine(app.DataFolder, TinySource.File);

    public void Dispose()
    {
        client.Dispose();
        app.Dispose();
        server.Dispose();
    }

    [Fact]
    public async Task Download_FromAMirror_EndsVerifiedWithSamplesAndBalance()
    {
        server.Files[Url] = TinySource.Content;
        Assert.Equal("missing", (string?)(await StatusAsync())["state"]);
        using var started = await client.PostAsync("/api/datasets/tiny/download", null, Cancellation);
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);

        var report = (await UntilAsync("ready"))["report"]!;

        Assert.Equal("SHA-256", (string?)report["files"]![0]!["algorithm"]);
        Assert.Equal(10, (int?)report["content"]!["classes"]![1]!["train"]);
        Assert.Equal("odd", (string?)report["content"]!["classes"]![1]!["name"]);
        using var picture = await client.GetAsync("/api/datasets/tiny/samples.png", Cancellation);
        Assert.Equal("image/png", picture.Content.Headers.ContentType?.MediaType);
        var page = WebUtility.HtmlDecode(await client.GetStringAsync("/datasets/tiny", Cancellation));
        Assert.Contains("Tiny <set>", page);
        Assert.Contains("verified on", page);
        Assert.Contains("each of the 2 classes has 10 training and 5 test images", page);
    }

    [Fact]
    public async Task Download_TornEverywhere_SaysSoAndGoesOnWhereItStopped()
    {
        (server.Files[Url], server.TornAfter) = (TinySource.Content, 100);
        await client.PostAsync("/api/datasets/tiny/download", null, Cancellation);
        var broken = await UntilAsync("broken");
        Assert.Contains("connection was reset", (string?)broken["sentence"]);
        Assert.Equal(100, new FileInfo(Target + ".part").Length);

        server.TornAfter = null;
        await client.PostAsync("/api/datasets/tiny/download", null, Cancellation);
        await UntilAsync("ready");
        Assert.Contains(Url + " from 100", server.Requests);
        Assert.Equal(TinySource.Content, await File.ReadAllBytesAsync(Target, Cancellation));
    }

    [Fact]
    public async Task Download_WithAWrongSum_SaysWhichFile()
    {
        server.Files[Url] = new byte[TinySource.Content.Length];
        await client.PostAsync("/api/datasets/tiny/download", null, Cancellation);
        var broken = await UntilAsync("broken");
        Assert.Contains("tiny/tiny.bin", (string?)broken["sentence"]);
        Assert.Contains("check sum is wrong", (string?)broken["sentence"]);
        Assert.False(File.Exists(Target));
    }

    [Fact]
    public async Task Cancel_InTheMiddle_KeepsWhatIsThere()
    {
        server.Files[Url] = TinySource.Content;
        server.Gate = new TaskCompletionSource();
        await client.PostAsync("/api/datasets/tiny/download", null, Cancellation);
        var running = await ApiApp.UntilAsync(async () => await StatusAsync() is var status && (long?)status["transfer"]?["bytes"] > 0 ? status : null, Cancellation);
        Assert.Equal("downloading", (string?)running["state"]);
        Assert.Equal(50, (double?)running["transfer"]!["percent"]);
        Assert.Contains("Cancel the download of Tiny", await client.GetStringAsync("/datasets", Cancellation));

        using var stopped = await client.PostAsync("/api/datasets/tiny/cancel", null, Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, stopped.StatusCode);
        var missing = await UntilAsync("missing");
        Assert.Contains("goes on from there", (string?)missing["sentence"]);
        using var again = await client.PostAsync("/api/datasets/tiny/cancel", null, Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
    }

    [Fact]
    public async Task Verify_OfAFileThatIsNotThePublishedOne_NamesBothSumsAndDownloadReplacesIt()
    {
        var other = TinySource.Content.ToArray();
        other[5] ^= 1;
        Place(other);
        Assert.Equal("unchecked", (string?)(await StatusAsync())["state"]);
        await client.PostAsync("/api/datasets/tiny/verify", null, Cancellation);
        var broken = await UntilAsync("broken");
        Assert.Contains(new TinySource().RemoteFiles[0].Sha256, (string?)broken["sentence"]);
        Assert.Contains("is replaced", (string?)broken["fix"]);

        server.Files["http://two/tiny.bin"] = TinySource.Content;
        await client.PostAsync("/api/datasets/tiny/download", null, Cancellation);
        await UntilAsync("ready");
    }

    [Fact]
    public async Task Ready_WhenTheFileChanges_IsNotReadyAnyMore()
    {
        Place(TinySource.Content);
        await client.PostAsync("/api/datasets/tiny/verify", null, Cancellation);
        await UntilAsync("ready");
        Place([1, 2, 3]);
        Assert.Equal("unchecked", (string?)(await StatusAsync())["state"]);
    }

    [Fact]
    public async Task Import_OfAServerFolder_CopiesWhatBelongs()
    {
        var elsewhere = Path.Combine(app.Laboratory.Root, "elsewhere");
        Directory.CreateDirectory(elsewhere);
        await File.WriteAllBytesAsync(Path.Combine(elsewhere, "tiny.bin"), TinySource.Content, Cancellation);
        await File.WriteAllTextAsync(Path.Combine(elsewhere, "notes.txt"), "not part of it", Cancellation);
        using var done = await client.PostAsJsonAsync("/api/datasets/tiny/import", new { path = elsewhere }, Cancellation);
        Assert.Equal(HttpStatusCode.Accepted, done.StatusCode);
        await UntilAsync("ready");
        Assert.Equal(["tiny.bin"], Directory.GetFiles(Path.GetDirectoryName(Target)!).Select(Path.GetFileName));
        using var nowhere = await client.PostAsJsonAsync("/api/datasets/tiny/import", new { path = "relative" }, Cancellation);
        Assert.Equal("dataset.path", (string?)(await ApiApp.ReadAsync(nowhere, Cancellation))["code"]);
    }

    [Theory]
    [InlineData("/api/datasets/glyphs/download", "dataset.no-download")]
    [InlineData("/api/datasets/glyphs/import", "dataset.no-import")]
    [InlineData("/api/datasets/nothing/download", "catalog.unknown")]
    [InlineData("/api/datasets/tiny/verify", "dataset.missing")]
    public async Task Call_ThatCannotBe_SaysWhy(string address, string code)
    {
        using var answer = await client.PostAsJsonAsync(address, new { path = "/" }, Cancellation);
        Assert.Equal(code, (string?)(await ApiApp.ReadAsync(answer, Cancellation))["code"]);
    }

    [Fact]
    public void SampleSheet_Always_TakesTheClassesInTurn() =>
        Assert.Equal([0, 2, 1, 3, 4], SampleSheet.Choose([0, 0, 1, 1, 1], 2, 9));

    private void Place(byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        File.WriteAllBytes(Target, content);
    }

    private async Task<JsonObject> StatusAsync() => (await client.GetFromJsonAsync<JsonObject>("/api/datasets/tiny", Cancellation))!["status"]!.AsObject();

    private Task<JsonObject> UntilAsync(string state) =>
        ApiApp.UntilAsync(async () => await StatusAsync() is var status && (string?)status["state"] == state ? status : null, Cancellation);
}
