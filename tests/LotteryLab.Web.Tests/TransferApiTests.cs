using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace LotteryLab.Web.Tests;

public sealed class TransferApiTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Experiment_TakenToAnotherLaboratory_ShowsTheSameNumbersAndIsTheSameFileAgain()
    {
        using var first = new ApiApp();
        using var second = new ApiApp();
        using var home = first.CreateClient();
        using var away = second.CreateClient();
        var (id, ticket) = await first.AddFinishedAsync(Cancellation);
        using var edit = await home.PatchAsJsonAsync($"/api/experiments/{id}", new { name = "Renamed", notes = "Bring it along.", tags = new[] { "paper" } }, Cancellation);
        var bundle = await home.GetByteArrayAsync($"/api/experiments/{id}/export", Cancellation);
        var imported = await ImportAsync(away, bundle);

        var detail = (await away.GetFromJsonAsync<JsonObject>($"/api/experiments/{imported}", Cancellation))!;
        Assert.Equal("imported", (string?)detail["summary"]!["state"]);
        Assert.Equal("Renamed", (string?)detail["summary"]!["name"]);
        Assert.Equal("Bring it along.", (string?)detail["notes"]);
        Assert.Equal("paper", (string?)detail["summary"]!["tags"]![0]);
        Assert.Equal(Numbers(await RoundsAsync(home, id)), Numbers(await RoundsAsync(away, imported)));
        Assert.Equal(Numbers(await SeriesAsync(home, id)), Numbers(await SeriesAsync(away, imported)));
        var foreign = (string)(await RoundsAsync(away, imported))[0]!["ticket"]!;
        Assert.NotEqual(ticket, foreign);
        Assert.Equal(await home.GetByteArrayAsync($"/api/tickets/{ticket}/masks/fc.weight", Cancellation), await away.GetByteArrayAsync($"/api/tickets/{foreign}/masks/fc.weight", Cancellation));
        Assert.Equal(await home.GetStringAsync($"/api/tickets/{ticket}/layers/fc.weight", Cancellation), await away.GetStringAsync($"/api/tickets/{foreign}/layers/fc.weight", Cancellation));
        foreach (var address in new[] { $"/experiments/{imported}", $"/experiments/{imported}/r/1/rounds/1", $"/compare?ids={imported}" })
        {
            Assert.Contains("Renamed", await away.GetStringAsync(address, Cancellation));
        }

        Assert.Contains("Imported, not computed here", await away.GetStringAsync($"/experiments/{imported}", Cancellation));
        Assert.Equal(bundle, await away.GetByteArrayAsync($"/api/experiments/{imported}/export", Cancellation));
        using var again = await SendAsync(away, bundle);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.False((bool?)(await ApiApp.ReadAsync(again, Cancellation))["isNew"]);
    }

    [Fact]
    public async Task Verify_BeforeAndAfterTheSpecRanHere_SaysWhatCameOut()
    {
        using var first = new ApiApp();
        using var second = new ApiApp();
        using var home = first.CreateClient();
        using var away = second.CreateClient();
        var (id, _) = await first.AddFinishedAsync(Cancellation);
        var bundle = await home.GetByteArrayAsync($"/api/experiments/{id}/export", Cancellation);
        var imported = await ImportAsync(away, bundle);
        Assert.Equal("missing", (string?)(await VerifyAsync(away, imported))["outcome"]);

        var (local, _) = await second.AddFinishedAsync(Cancellation);
        var equal = await VerifyAsync(away, imported);
        Assert.Equal("equal", (string?)equal["outcome"]);
        Assert.Equal(local, (string?)equal["local"]);
        Assert.True((bool?)equal["rounds"]![0]!["isMaskEqual"]);
        Assert.Contains("Equal to the digit", await away.GetStringAsync($"/experiments/{imported}", Cancellation));

        var better = await ImportAsync(away, Forge(bundle, 0.903));
        Assert.Equal("withinTolerance", (string?)(await VerifyAsync(away, better))["outcome"]);
        var worse = await VerifyAsync(away, await ImportAsync(away, Forge(bundle, 0.7)));
        Assert.Equal("different", (string?)worse["outcome"]);
        Assert.Contains("replicate 1, tickets, round 1", (string?)worse["sentence"]);
        using var refused = await away.GetAsync($"/api/experiments/{imported}/verify?tolerance=7", Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        using var none = await away.GetAsync($"/api/experiments/{local}/verify", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Fact]
    public async Task ForgedResult_OfASpecThatRanHere_ChangesNothingHere()
    {
        using var app = new ApiApp();
        using var client = app.CreateClient();
        var (id, _) = await app.AddFinishedAsync(Cancellation);
        var before = (await RoundsAsync(client, id)).ToJsonString();
        var forged = await ImportAsync(client, Forge(await client.GetByteArrayAsync($"/api/experiments/{id}/export", Cancellation), 0.99));
        Assert.NotEqual(id, forged);
        Assert.Equal(before, (await RoundsAsync(client, id)).ToJsonString());
        Assert.Equal(0.99, (double?)(await RoundsAsync(client, forged))[0]!["finalTestAccuracy"]);
    }

    [Fact]
    public async Task Import_OfAHostileFile_IsRefusedAsAProblemAndLeavesNothing()
    {
        using var app = new ApiApp();
        using var client = app.CreateClient();
        using var answer = await SendAsync(client, Encoding.UTF8.GetBytes(new string('x', 100)));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await ApiApp.ReadAsync(answer, Cancellation);
        Assert.Equal("bundle.not-a-zip", (string?)problem["code"]);
        Assert.DoesNotContain(app.Laboratory.Root, problem.ToJsonString());
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(app.Laboratory.Root, "uploads")));
        Assert.Empty((await client.GetFromJsonAsync<JsonObject>("/api/experiments", Cancellation))!["items"]!.AsArray());
    }

    [Fact]
    public async Task Page_OfAnImportedExperiment_SaysThatItsLogStayedBehind()
    {
        using var app = new ApiApp();
        using var client = app.CreateClient();
        var (id, _) = await app.AddFinishedAsync(Cancellation);
        var imported = await ImportAsync(client, await client.GetByteArrayAsync($"/api/experiments/{id}/export", Cancellation));
        var page = await client.GetStringAsync($"/experiments/{imported}", Cancellation);
        Assert.Contains("The log was not part of the file", page);
        Assert.DoesNotContain("data-part=\"log\"", page);
        Assert.Contains("1 of 1 trainings came with the file", page);
        Assert.DoesNotContain("not started", page);
        Assert.Contains("data-part=\"log\"", await client.GetStringAsync($"/experiments/{id}", Cancellation));
    }

    [Fact]
    public async Task Import_WithoutTheRight_IsRefused()
    {
        using var app = new ApiApp { HasAccounts = true };
        using var client = app.CreateClient();
        using var answer = await SendAsync(client, []);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private static byte[] Forge(byte[] bundle, double accuracy) =>
        Bundles.Change(bundle, files => Bundles.Edit(files, "training.json", training => training["summary"]!["finalTestAccuracy"] = accuracy));

    private static async Task<string> ImportAsync(HttpClient client, byte[] bundle)
    {
        using var answer = await SendAsync(client, bundle);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync(Cancellation));
        return (string)(await ApiApp.ReadAsync(answer, Cancellation))["id"]!;
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, byte[] bundle)
    {
        using var content = new ByteArrayContent(bundle) { Headers = { ContentType = new MediaTypeHeaderValue("application/zip") } };
        return await client.PostAsync("/api/experiments/import?name=one.zip", content, Cancellation);
    }

    private static async Task<JsonObject> VerifyAsync(HttpClient client, string id) => (await client.GetFromJsonAsync<JsonObject>($"/api/experiments/{id}/verify", Cancellation))!;

    private static async Task<JsonArray> RoundsAsync(HttpClient client, string id) => (await client.GetFromJsonAsync<JsonArray>($"/api/experiments/{id}/results", Cancellation))!;

    private static async Task<JsonArray> SeriesAsync(HttpClient client, string id) => (await client.GetFromJsonAsync<JsonArray>($"/api/experiments/{id}/series", Cancellation))!;

    // Keys name where something was computed; everything else must be the same.
    private static string Numbers(JsonArray rows)
    {
        foreach (var row in rows.OfType<JsonObject>())
        {
            foreach (var key in new[] { "ticket", "startKey", "maskKey", "training" })
            {
                row.Remove(key);
            }
        }

        return rows.ToJsonString();
    }
}
