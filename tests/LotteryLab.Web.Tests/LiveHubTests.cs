using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using LotteryLab.Data.Live;
using LotteryLab.Data.Stores;

namespace LotteryLab.Web.Tests;

public sealed class LiveHubTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Subscribe_WithAnOldNumber_GivesWhatWasMissedAndThenWhatHappens()
    {
        using var app = new ApiApp();
        var (id, _) = await app.AddFinishedAsync(Cancellation);
        using var socket = await ConnectAsync(app);
        var caught = (await InvokeAsync(socket, "Subscribe", id, 0))["result"]!;
        Assert.False((bool?)caught["isReset"]);
        Assert.Equal("state", (string?)caught["events"]![0]!["type"]);
        Assert.Equal("succeeded", (string?)caught["status"]!["status"]!["state"]);

        var sequence = (long)caught["sequence"]! + 1;
        app.Service<LiveFeed>().Publish(new StateMessage(id, sequence, DateTimeOffset.UtcNow, ExperimentState.Failed, "why"));
        var message = await ReceiveAsync(socket, call => (string?)call["target"] == "State");
        Assert.Equal(sequence, (long?)message["arguments"]![0]!["sequence"]);
    }

    [Fact]
    public async Task Subscribe_WithANumberOfAnotherDatabase_AsksToLoadAnew()
    {
        using var app = new ApiApp();
        var (id, _) = await app.AddFinishedAsync(Cancellation);
        using var socket = await ConnectAsync(app);
        Assert.True((bool?)(await InvokeAsync(socket, "Subscribe", id, 5000))["result"]!["isReset"]);
    }

    [Fact]
    public async Task Subscribe_AfterTheLastProgress_GivesTheStateOfNow()
    {
        using var app = new ApiApp();
        var (id, _) = await app.AddFinishedAsync(Cancellation);
        var progress = app.Service<LiveFeed>().StatusOf(id)!;
        app.Service<LiveFeed>().Publish(progress with { Status = progress.Status with { State = ExperimentState.Running } });
        using var socket = await ConnectAsync(app);
        Assert.Equal("succeeded", (string?)(await InvokeAsync(socket, "Subscribe", id, 0))["result"]!["status"]!["status"]!["state"]);
    }

    [Fact]
    public async Task Subscribe_ToWhatIsNotThere_IsRefused()
    {
        using var app = new ApiApp();
        using var socket = await ConnectAsync(app);
        Assert.Contains("no such experiment", (string?)(await InvokeAsync(socket, "Subscribe", "nothing", 0))["error"]);
    }

    [Fact]
    public async Task Subscribe_WithoutAnAccountWhereThereAreAccounts_IsRefused()
    {
        using var app = new ApiApp { HasAccounts = true };
        var (id, _) = await app.AddFinishedAsync(Cancellation);
        using var socket = await ConnectAsync(app);
        Assert.Contains("Sign in", (string?)(await InvokeAsync(socket, "Subscribe", id, 0))["error"]);
    }

    private static async Task<WebSocket> ConnectAsync(ApiApp app)
    {
        var client = app.Server.CreateWebSocketClient();
        var socket = await client.ConnectAsync(new Uri(app.Server.BaseAddress, "/hubs/live"), Cancellation);
        await SendAsync(socket, """{"protocol":"json","version":1}""");
        return socket;
    }

    private static async Task<JsonObject> InvokeAsync(WebSocket socket, string target, params JsonNode[] arguments)
    {
        await SendAsync(socket, new JsonObject { ["type"] = 1, ["invocationId"] = "1", ["target"] = target, ["arguments"] = new JsonArray(arguments) }.ToJsonString());
        return await ReceiveAsync(socket, message => (int?)message["type"] == 3);
    }

    private static Task SendAsync(WebSocket socket, string text) => socket.SendAsync(Encoding.UTF8.GetBytes(text + "\u001e"), WebSocketMessageType.Text, true, Cancellation);

    private static async Task<JsonObject> ReceiveAsync(WebSocket socket, Func<JsonObject, bool> isWanted)
    {
        var buffer = new byte[1 << 16];
        var text = new StringBuilder();
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer, Cancellation);
            text.Append(Encoding.UTF8.GetString(buffer, 0, received.Count));
            var parts = text.ToString().Split('\u001e');
            foreach (var part in parts[..^1])
            {
                if (JsonNode.Parse(part) is JsonObject message && isWanted(message))
                {
                    return message;
                }
            }

            text = new StringBuilder(parts[^1]);
        }
    }
}
