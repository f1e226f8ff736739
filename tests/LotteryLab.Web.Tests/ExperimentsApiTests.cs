using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace LotteryLab.Web.Tests;

public sealed class ExperimentsApiTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Launch_ASpec_QueuesItAndSaysWhyTheWorkerCouldNotBegin()
    {
        using var app = new ApiApp();
        using var client = app.CreateClient();
        using var created = await client.PostAsync("/api/experiments", Json(ApiApp.Spec()), Cancellation);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var id = (string)(await ApiApp.ReadAsync(created, Cancellation))["id"]!;
        var detail = await ApiApp.UntilAsync(
            async () => await client.GetFromJsonAsync<JsonObject>($"/api/experiments/{id}", Cancellation) is { } found && found["problems"]!.AsArray().Any(problem => ((string)problem!).Contains("taste")) ? found : null,
            Cancellation);
        Assert.Equal("First ticket", (string?)detail["summary"]!["name"]);
        using var again = await client.PostAsync("/api/experiments", Json(ApiApp.Spec()), Cancellation);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(id, (string?)(await ApiApp.ReadAsync(again, Cancellation))["id"]);
    }

    [Fact]
    public async Task Launch_AWorkerThatDies_IsTriedAgainAndThenGivenUp()
    {
        using var app = new ApiApp { WorkerScript = "kill -9 $$" };
        using var client = app.CreateClient();
        using var created = await client.PostAsync("/api/experiments", Json(ApiApp.Spec()), Cancellation);
        var id = (string)(await ApiApp.ReadAsync(created, Cancellation))["id"]!;
        await ApiApp.UntilAsync(
            async () => await client.GetFromJsonAsync<JsonObject>($"/api/experiments/{id}", Cancellation) is { } found && found["problems"]!.AsArray().Any(problem => ((string)problem!).Contains("died 2 times")) ? found : null,
            Cancellation);

        // The reason is written before the place in the queue is given up, so that no death goes unexplained.
        await ApiApp.UntilAsync(
            async () => await client.GetFromJsonAsync<JsonObject>("/api/queue", Cancellation) is { } queue && queue["items"]!.AsArray().Count == 0 ? queue : null,
            Cancellation);
    }

    [Fact]
    public async Task Cancel_BeforeAWorkerWasStarted_LeavesTheQueueCancelled()
    {
        using var app = new ApiApp();
        using var client = app.CreateClient();
        using var stopped = await client.PostAsync("/api/queue/pause", null, Cancellation);
        using var created = await client.PostAsync("/api/experiments", Json(ApiApp.Spec()), Cancellation);
        var id = (string)(await ApiApp.ReadAsync(created, Cancellation))["id"]!;
        using var cancel = await client.PostAsync($"/api/experiments/{id}/cancel", null, Cancellation);
        Assert.True(cancel.IsSuccessStatusCode, await cancel.Content.ReadAsStringAsync(Cancellation));
        await ApiApp.UntilAsync(
            async () => await client.GetFromJsonAsync<JsonObject>($"/api/experiments/{id}", Cancellation) is { } found && (string?)found["summary"]!["state"] == "cancelled" ? found : null,
            Cancellation);
        Assert.Empty((await client.GetFromJsonAsync<JsonObject>("/api/queue", Cancellation))!["items"]!.AsArray());
    }

    [Fact]
    public async Task Launch_ASpecWithThirtyMistakes_NamesAllThirty()
    {
        using var app = new ApiApp();
        using var client = app.CreateClient();
        var spec = JsonNode.Parse(ApiApp.Spec())!.AsObject();
        for (var i = 0; i < 26; i++)
        {
            spec[$"mistake{i}"] = i;
        }

        spec["replicates"] = 0;
        spec["seed"] = -1;
        spec["training"]!["batchSize"] = 0;
        spec["architecture"]!["name"] = "lenet-3000";
        using var answer = await client.PostAsync("/api/experiments", Json(spec.ToJsonString()), Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await ApiApp.ReadAsync(answer, Cancellation);
        Assert.Equal("spec.invalid", (string?)problem["code"]);
        var problems = problem["problems"]!.AsArray();
        Assert.True(problems.Count >= 30, $"{problems.Count} problems");
        Assert.All(problems, entry => Assert.NotEmpty((string)entry!["message"]!));
    }

    [Theory]
    [InlineData("/api/experiments/0000000000000000")]
    [InlineData("/api/experiments/..%2f..%2fetc")]
    [InlineData("/api/tickets/000000000000")]
    [InlineData("/api/presets/none")]
    [InlineData("/api/nowhere")]
    public async Task Get_WhatIsNotThere_IsAProblemWithCodeAndFix(string address)
    {
        using var app = new ApiApp();
        using var client = app.CreateClient();
        using var answer = await client.GetAsync(address, Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var problem = await ApiApp.ReadAsync(answer, Cancellation);
        Assert.NotEmpty((string)problem["code"]!);
        Assert.NotEmpty((string)problem["fix"]!);
    }

    [Fact]
    public async Task Post_SomethingElseThanJson_IsAProblem()
    {
        using var app = new ApiApp();
        using var client = app.CreateClient();
        using var text = await client.PostAsync("/api/experiments", new StringContent("hello"), Cancellation);
        Assert.Equal("api.not-json", (string?)(await ApiApp.ReadAsync(text, Cancellation))["code"]);
        using var torn = await client.PostAsync("/api/shares", Json("{"), Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, torn.StatusCode);
        Assert.Equal("api.bad-request", (string?)(await ApiApp.ReadAsync(torn, Cancellation))["code"]);
    }

    [Fact]
    public async Task Finished_Experiment_GivesResultsSeriesAndRefusesToStop()
    {
        using var app = new ApiApp();
        using var client = app.CreateClient();
        var (id, ticket) = await app.AddFinishedAsync(Cancellation);
        var rounds = (await client.GetFromJsonAsync<JsonArray>($"/api/experiments/{id}/results", Cancellation))!;
        Assert.Equal(5, (long?)Assert.Single(rounds)!["kept"]);
        var series = (await client.GetFromJsonAsync<JsonArray>($"/api/experiments/{id}/series?round=1", Cancellation))!;
        Assert.Equal(ticket, (string?)Assert.Single(series)!["training"]);
        using var pause = await client.PostAsync($"/api/experiments/{id}/pause", null, Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, pause.StatusCode);
        using var edit = await client.PatchAsync($"/api/experiments/{id}", Json("""{"name":"<b>x</b>","tags":["t"],"isPinned":true}"""), Cancellation);
        Assert.Equal("<b>x</b>", (string?)(await ApiApp.ReadAsync(edit, Cancellation))["summary"]!["name"]);
        using var clone = await client.PostAsync($"/api/experiments/{id}/clone", null, Cancellation);
        Assert.Equal(HttpStatusCode.Created, clone.StatusCode);
        Assert.NotEqual(id, (string?)(await ApiApp.ReadAsync(clone, Cancellation))["id"]);
    }

    [Fact]
    public async Task Description_Always_ListsEveryCallOfTheIssue()
    {
        using var app = new ApiApp();
        using var client = app.CreateClient();
        var paths = (await client.GetFromJsonAsync<JsonObject>("/openapi/v1.json", Cancellation))!["paths"]!.AsObject().Select(path => path.Key).ToHashSet();
        string[] expected = ["/api/experiments", "/api/experiments/{id}", "/api/experiments/{id}/results", "/api/experiments/{id}/series", "/api/experiments/{id}/cancel", "/api/experiments/{id}/pause", "/api/experiments/{id}/resume", "/api/experiments/{id}/retry", "/api/experiments/{id}/clone", "/api/tickets/{id}", "/api/tickets/{id}/masks/{layer}", "/api/tickets/{id}/export", "/api/methods", "/api/architectures", "/api/datasets", "/api/presets", "/api/shares", "/api/system"];
        Assert.All(expected, path => Assert.Contains(path, paths));
    }

    [Fact]
    public async Task Change_AskedForByAPageOfAnotherSite_IsRefused()
    {
        using var app = new ApiApp();
        using var client = app.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/queue/pause") { Headers = { { "Origin", "https://attacker.example" } } };
        using var answer = await client.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("/api/methods", "imp")]
    [InlineData("/api/architectures", "lenet-300-100")]
    [InlineData("/api/datasets", "glyphs")]
    public async Task Library_Always_NamesComponentsWithTheirOptions(string address, string name)
    {
        using var app = new ApiApp();
        using var client = app.CreateClient();
        var entries = (await client.GetFromJsonAsync<JsonArray>(address, Cancellation))!;
        Assert.Contains(entries, entry => (string?)entry!["name"] == name);
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
