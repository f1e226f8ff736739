using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using LotteryLab.Web.Tickets;

namespace LotteryLab.Web.Tests;

/// <summary>A person's own images, imported through the API: nothing of a bad folder reaches the data folder, and the reason names what is bad.</summary>
public sealed class ImageImportTests : IDisposable
{
    private readonly ApiApp app = new();
    private readonly HttpClient client;
    private readonly string elsewhere;

    public ImageImportTests()
    {
        client = app.CreateClient();
        elsewhere = Path.Combine(app.Laboratory.Root, "elsewhere");
        Write("cat", 4, 10);
        Write("dog", 4, 200);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Target => Path.Combine(app.DataFolder, "images");

    public void Dispose()
    {
        client.Dispose();
        app.Dispose();
    }

    [Fact]
    public async Task Import_OfAFolderByClass_EndsReadyWithItsClasses()
    {
        await File.WriteAllTextAsync(Path.Combine(elsewhere, "cat", "notes.txt"), "not part of it", Cancellation);
        using var done = await ImportAsync();
        Assert.Equal(HttpStatusCode.Accepted, done.StatusCode);
        var status = await UntilAsync("ready");
        Assert.Equal(["cat", "dog"], status["report"]!["content"]!["classes"]!.AsArray().Select(one => (string?)one!["name"]));
        Assert.Equal(8, Directory.GetFiles(Target, "*", SearchOption.AllDirectories).Length);

        using var again = await ImportAsync();
        Assert.Equal("dataset.exists", (string?)(await ApiApp.ReadAsync(again, Cancellation))["code"]);
    }

    [Fact]
    public async Task Import_AfterOneThatWasBrokenOff_DoesNotMixTheTwo()
    {
        Directory.CreateDirectory(Path.Combine(Target + ".part", "cat"));
        await File.WriteAllBytesAsync(Path.Combine(Target + ".part", "cat", "old.png"), Png(10), Cancellation);
        using var done = await ImportAsync();
        Assert.Equal(HttpStatusCode.Accepted, done.StatusCode);
        Assert.False(File.Exists(Path.Combine(Target, "cat", "old.png")));
    }

    [Theory]
    [InlineData("one class", "dataset.layout")]
    [InlineData("empty class", "dataset.empty-class")]
    [InlineData("image outside a class", "dataset.layout")]
    [InlineData("linked file", "dataset.link")]
    [InlineData("linked folder", "dataset.link")]
    [InlineData("no images", "dataset.missing")]
    public async Task Import_OfAFolderThatIsNoDataSet_IsRefusedBeforeAnythingIsCopied(string badness, string code)
    {
        var secret = Path.Combine(app.Laboratory.Root, "secret");
        Directory.CreateDirectory(secret);
        await File.WriteAllBytesAsync(Path.Combine(secret, "0.png"), Png(99), Cancellation);
        switch (badness)
        {
            case "one class": Directory.Delete(Path.Combine(elsewhere, "dog"), recursive: true); break;
            case "empty class": Directory.CreateDirectory(Path.Combine(elsewhere, "eel")); break;
            case "image outside a class": await File.WriteAllBytesAsync(Path.Combine(elsewhere, "stray.png"), Png(1), Cancellation); break;
            case "linked file": File.CreateSymbolicLink(Path.Combine(elsewhere, "cat", "9.png"), Path.Combine(secret, "0.png")); break;
            case "linked folder": Directory.CreateSymbolicLink(Path.Combine(elsewhere, "eel"), secret); break;
            default: Directory.Delete(elsewhere, recursive: true); Directory.CreateDirectory(elsewhere); break;
        }

        using var refused = await ImportAsync();
        Assert.Equal(code, (string?)(await ApiApp.ReadAsync(refused, Cancellation))["code"]);
        Assert.False(Directory.Exists(Target));
    }

    [Theory]
    [InlineData("no png at all")]
    [InlineData("cut off")]
    public async Task Import_OfADamagedImage_EndsBrokenAndNamesTheFile(string damage)
    {
        var bytes = damage == "cut off" ? Png(1)[..40] : Encoding.UTF8.GetBytes("GIF89a, renamed");
        await File.WriteAllBytesAsync(Path.Combine(elsewhere, "dog", "2.png"), bytes, Cancellation);
        using var done = await ImportAsync();
        Assert.Equal(HttpStatusCode.Accepted, done.StatusCode);
        var status = await UntilAsync("broken");
        Assert.Contains(Path.Combine("dog", "2.png"), (string?)status["sentence"]);
    }

    private async Task<HttpResponseMessage> ImportAsync() => await client.PostAsJsonAsync("/api/datasets/image-folder/import", new { path = elsewhere }, Cancellation);

    private Task<JsonObject> UntilAsync(string state) => ApiApp.UntilAsync(
        async () => (await client.GetFromJsonAsync<JsonObject>("/api/datasets/image-folder", Cancellation))!["status"]!.AsObject() is var status && (string?)status["state"] == state ? status : null,
        Cancellation);

    private void Write(string name, int count, byte grey)
    {
        Directory.CreateDirectory(Path.Combine(elsewhere, name));
        for (var i = 0; i < count; i++)
        {
            File.WriteAllBytes(Path.Combine(elsewhere, name, $"{i}.png"), Png(grey));
        }
    }

    private static byte[] Png(byte grey) => PngEncoder.Grey([grey, grey, grey, grey], 2, 2);
}
