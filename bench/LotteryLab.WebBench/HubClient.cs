using System.Net.WebSockets;
using System.Text;

namespace LotteryLab.WebBench;

/// <summary>A viewer without a browser: subscribes, counts what it gets, and stays.</summary>
internal sealed class HubClient : IAsyncDisposable
{
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(10);

    private readonly ClientWebSocket socket = new();
    private readonly CancellationTokenSource stop = new();
    private Task work = Task.CompletedTask;

    /// <summary>Bytes that came so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether the server ended the connection, or it broke.</summary>
    public bool IsBroken { get; private set; }

    public async Task StartAsync(string server, string experiment, CancellationToken cancellation)
    {
        await socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = "/hubs/live" }.Uri, cancellation);
        await SendAsync("""{"protocol":"json","version":1}""");
        await SendAsync($$"""{"type":1,"invocationId":"1","target":"Subscribe","arguments":["{{experiment}}",0]}""");
        work = Task.WhenAll(ReadAsync(), PingAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await work;
        socket.Dispose();
        stop.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[1 << 15];
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer, stop.Token);
                Bytes += received.Count;
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    IsBroken = true;
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The measurement is over.
        }
        catch (WebSocketException)
        {
            IsBroken = true;
        }
    }

    private async Task PingAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(PingEvery);
            while (await timer.WaitForNextTickAsync(stop.Token))
            {
                await SendAsync("""{"type":6}""");
            }
        }
        catch (Exception end) when (end is OperationCanceledException or WebSocketException)
        {
            // The measurement is over, or reading has told that the connection broke.
        }
    }

    private Task SendAsync(string text) => socket.SendAsync(Encoding.UTF8.GetBytes(text + "\u001e"), WebSocketMessageType.Text, true, stop.Token);
}
