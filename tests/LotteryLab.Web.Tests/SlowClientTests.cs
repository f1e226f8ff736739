using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using LotteryLab.Data.Live;
using LotteryLab.Data.Stores;
using LotteryLab.Web.Live;

namespace LotteryLab.Web.Tests;

/// <summary>A client that stops reading costs the server a bounded amount of memory and the others nothing.</summary>
public sealed class SlowClientTests
{
    private const int Messages = 3000;
    private const int PointsInOne = 100;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Client_ThatStopsReading_GetsJoinedPointsAndEveryState()
    {
        // A real server: the in-memory one has no network that could be full.
        await using var app = new ApiApp();
        app.UseKestrel(0);
        app.StartServer();
        var (id, ticket) = await app.AddFinishedAsync(Cancellation);
        var address = app.ClientOptions.BaseAddress;
        using var slow = await ConnectAsync(address);
        using var quick = await ConnectAsync(address);
        var begin = await SubscribeAsync(slow, id);
        await SubscribeAsync(quick, id);
        var feed = app.Service<LiveFeed>();

        // The quick one reads all the time; the slow one not at all until everything is published.
        var heard = ReadUntilEndAsync(quick, isBehind: false);
        var (number, most) = (begin, 0);
        for (var i = 0; i < Messages; i++)
        {
            feed.Publish(Points(id, ticket, ++number, i * PointsInOne));
            if (i % 100 == 0)
            {
                feed.Publish(new StateMessage(id, ++number, DateTimeOffset.UtcNow, ExperimentState.Running, $"state {i}"));
            }

            most = Math.Max(most, app.Service<LiveConnections>().MostWaitingPoints);
            await Task.Yield();
        }

        feed.Publish(new StateMessage(id, ++number, DateTimeOffset.UtcNow, ExperimentState.Succeeded, "end"));
        var late = await ReadUntilEndAsync(slow, isBehind: true);
        var live = await heard;

        Assert.InRange(most, 1, LiveSubscription.MostWaitingPoints);
        Assert.True(late.Behind > 0, "The slow client was not told that points were dropped.");
        Assert.True(late.Points < Messages * PointsInOne, $"The slow client got all {late.Points} points.");
        Assert.Equal((Messages / 100) + 1, late.States);
        Assert.Equal((Messages / 100) + 1, live.States);
        Assert.Equal(number, late.Last);
        Assert.True(late.IsRising && live.IsRising, "Sequence numbers went back.");
    }

    private static PointsMessage Points(string id, string ticket, long sequence, int from) =>
        new(id, sequence, DateTimeOffset.UtcNow, ticket, from, [.. Enumerable.Range(from, PointsInOne).Select(i => new SeriesPoint(i, 0.1, 0.123456789, 0.2, 0.3, 0.4, 0.5))]);

    private static async Task<WebSocket> ConnectAsync(Uri server)
    {
        var address = new UriBuilder(server) { Scheme = "ws", Path = "/hubs/live" }.Uri;
        // A small window, as a client far away has one.
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellation) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 8 << 10 };
                await socket.ConnectAsync(context.DnsEndPoint, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(address, new HttpMessageInvoker(handler), Cancellation);
        await SendAsync(socket, """{"protocol":"json","version":1}""");
        return socket;
    }

    private static async Task<long> SubscribeAsync(WebSocket socket, string id)
    {
        await SendAsync(socket, new JsonObject { ["type"] = 1, ["invocationId"] = "1", ["target"] = "Subscribe", ["arguments"] = new JsonArray(id, 0) }.ToJsonString());
        await foreach (var message in MessagesAsync(socket))
        {
            if ((int?)message["type"] == 3)
            {
                return (long)message["result"]!["sequence"]!;
            }
        }

        throw new InvalidOperationException("The hub did not answer.");
    }

    private static async Task<Heard> ReadUntilEndAsync(WebSocket socket, bool isBehind)
    {
        // That points were dropped is said after the messages that were kept.
        var (heard, isEnded) = (new Heard(0, 0, 0, 0, true), false);
        await foreach (var message in MessagesAsync(socket))
        {
            var argument = message["arguments"]?[0];
            if ((string?)message["target"] == "Behind")
            {
                heard = heard with { Behind = heard.Behind + 1 };
                if (isEnded)
                {
                    return heard;
                }

                continue;
            }

            if ((string?)message["target"] is not ("Points" or "State"))
            {
                continue;
            }

            var sequence = (long)argument!["sequence"]!;
            heard = heard with
            {
                IsRising = heard.IsRising && sequence > heard.Last,
                Last = sequence,
                States = heard.States + (argument["state"] is null ? 0 : 1),
                Points = heard.Points + (argument["points"]?.AsArray().Count ?? 0),
            };
            isEnded |= (string?)argument["reason"] == "end";
            if (isEnded && (!isBehind || heard.Behind > 0))
            {
                return heard;
            }
        }

        throw new InvalidOperationException("The server ended the connection.");
    }

    private static async IAsyncEnumerable<JsonObject> MessagesAsync(WebSocket socket)
    {
        var buffer = new byte[1 << 16];
        using var whole = new MemoryStream();
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer, Cancellation);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                yield break;
            }

            whole.Write(buffer, 0, received.Count);
            if (!received.EndOfMessage || whole.Length == 0 || whole.GetBuffer()[whole.Length - 1] != 0x1e)
            {
                continue;
            }

            var text = Encoding.UTF8.GetString(whole.GetBuffer(), 0, (int)whole.Length);
            whole.SetLength(0);
            foreach (var part in text.Split('\u001e', StringSplitOptions.RemoveEmptyEntries))
            {
                yield return JsonNode.Parse(part)!.AsObject();
            }
        }
    }

    private static Task SendAsync(WebSocket socket, string text) => socket.SendAsync(Encoding.UTF8.GetBytes(text + "\u001e"), WebSocketMessageType.Text, true, Cancellation);

    /// <summary>What a client has heard.</summary>
    private sealed record Heard(int Points, int States, int Behind, long Last, bool IsRising);
}
