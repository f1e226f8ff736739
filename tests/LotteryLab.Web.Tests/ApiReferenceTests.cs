using System.Net;
using System.Text.Json.Nodes;
using LotteryLab.Web.Reference;

namespace LotteryLab.Web.Tests;

public sealed class ApiReferenceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calls_Always_AreThoseOfTheDescriptionWithRolesAndExamples()
    {
        using var app = new ApiApp();
        var calls = await app.Service<ApiReference>().ReadAsync("http://here", needsToken: true, Cancellation);
        using var client = app.CreateClient();
        var paths = JsonNode.Parse(await client.GetStringAsync("/openapi/v1.json", Cancellation))!["paths"]!.AsObject();
        Assert.Equal(paths.Sum(path => path.Value!.AsObject().Count), calls.Count);
        Assert.Equal(calls.Count, calls.Select(call => call.Id).Distinct().Count());
        Assert.All(calls, call => Assert.NotEqual("", call.Summary));

        var download = calls.Single(call => call is { Method: "POST", Path: "/api/datasets/{name}/download" });
        Assert.Equal(("researcher", "/datasets"), (download.Role, download.Page));
        Assert.Equal("curl -s -X POST -H \"Authorization: Bearer $LOTTERYLAB_TOKEN\" http://here/api/datasets/glyphs/download", download.Curl);
        Assert.Contains("\"state\": \"missing\"", download.Responses.Single(answer => answer.Status == "202").Example);
        Assert.Equal("viewer", calls.Single(call => call is { Method: "GET", Path: "/api/queue" }).Role);
        Assert.Equal("admin", calls.Single(call => call is { Method: "PATCH", Path: "/api/users/{id}" }).Role);
        Assert.Equal("anyone", calls.Single(call => call is { Method: "GET", Path: "/api/session" }).Role);
        Assert.Contains("-d '{\"name\":\"text\",\"password\":\"text\"}'", calls.Single(call => call is { Method: "POST", Path: "/api/session" }).Curl);
    }

    [Fact]
    public async Task Page_Always_ShowsEveryCallAndTheHub()
    {
        using var app = new ApiApp();
        using var client = app.CreateClient();
        var text = WebUtility.HtmlDecode(await client.GetStringAsync("/api-reference", Cancellation));
        Assert.Contains("id=\"post-api-experiments\"", text);
        Assert.Contains("/hubs/live", text);
        Assert.Contains("curl -s http://localhost/api/queue", text);
        Assert.DoesNotContain("Bearer $LOTTERYLAB_TOKEN\" http", text);
    }
}
