using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace LotteryLab.Web.Tests;

public sealed class SharesApiTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Link_FromMakingToRevoking_ShowsThenSaysThatItEnded()
    {
        using var app = new ApiApp();
        using var client = app.CreateClient();
        var (id, ticket) = await app.AddFinishedAsync(Cancellation);
        var made = await MakeAsync(client, new { kind = "experiment", targets = new[] { id }, isAnonymous = true, isFrozen = true });
        var token = (string)made["token"]!;
        Assert.True(token.Length >= 43);
        var view = (await client.GetFromJsonAsync<JsonObject>($"/api/shared/{token}", Cancellation))!;
        var shown = view["experiments"]![0]!;
        Assert.Equal("Experiment 1", (string?)shown["name"]);
        Assert.DoesNotContain("First ticket", view.ToJsonString());
        Assert.Equal(ticket, (string?)shown["rounds"]![0]!["ticket"]);
        using var mask = await client.GetAsync($"/api/shared/{token}/tickets/{ticket}/masks/fc.weight", Cancellation);
        Assert.Equal(HttpStatusCode.OK, mask.StatusCode);
        using var download = await client.GetAsync($"/api/shared/{token}/tickets/{ticket}/export", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, download.StatusCode);

        var listed = Assert.Single((await client.GetFromJsonAsync<JsonArray>($"/api/shares?target={id}", Cancellation))!)!;
        Assert.Equal(1, (long?)listed["uses"]);
        Assert.DoesNotContain(token, listed.ToJsonString());
        using var revoked = await client.DeleteAsync($"/api/shares/{listed["id"]}", Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        using var gone = await client.GetAsync($"/api/shared/{token}", Cancellation);
        Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
        Assert.Contains("revoked on 2", (string?)(await ApiApp.ReadAsync(gone, Cancellation))["title"]);
    }

    [Fact]
    public async Task Link_ToATicket_AllowsItsDownloadAndNoOtherTicket()
    {
        using var app = new ApiApp();
        using var client = app.CreateClient();
        var (_, ticket) = await app.AddFinishedAsync(Cancellation);
        var token = (string)(await MakeAsync(client, new { kind = "ticket", targets = new[] { ticket }, allowsDownload = true, expiresInDays = 7 }))["token"]!;
        Assert.NotEmpty(await client.GetByteArrayAsync($"/api/shared/{token}/tickets/{ticket}/export", Cancellation));
        using var other = await client.GetAsync($"/api/shared/{token}/tickets/{new string('a', 64)}/export", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
    }

    [Fact]
    public async Task Guessing_TenThousandTokens_IsStoppedAfterTwenty()
    {
        using var app = new ApiApp();
        using var client = app.CreateClient();
        var answers = new Dictionary<HttpStatusCode, int>();
        for (var i = 0; i < 10_000; i++)
        {
            using var answer = await client.GetAsync($"/api/shared/guess-{i}", Cancellation);
            answers[answer.StatusCode] = answers.GetValueOrDefault(answer.StatusCode) + 1;
        }

        // The window may turn once or twice while ten thousand requests are made.
        Assert.InRange(answers[HttpStatusCode.NotFound], 20, 200);
        Assert.Equal(10_000, answers[HttpStatusCode.NotFound] + answers[HttpStatusCode.TooManyRequests]);
    }

    [Theory]
    [InlineData("experiment", 2, null)]
    [InlineData("comparison", 1, null)]
    [InlineData("experiment", 1, 0)]
    public async Task Make_SomethingImpossible_IsRefused(string kind, int targets, int? days)
    {
        using var app = new ApiApp();
        using var client = app.CreateClient();
        using var answer = await client.PostAsJsonAsync("/api/shares", new { kind, targets = Enumerable.Range(0, targets).Select(i => $"id{i}"), expiresInDays = days }, Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private static async Task<JsonObject> MakeAsync(HttpClient client, object request)
    {
        using var answer = await client.PostAsJsonAsync("/api/shares", request, Cancellation);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return await ApiApp.ReadAsync(answer, Cancellation);
    }
}
