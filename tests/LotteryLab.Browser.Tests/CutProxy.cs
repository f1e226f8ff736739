using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace LotteryLab.Browser.Tests;

/// <summary>A network that can be cut: passes connections on to the app until it is told to break them.</summary>
internal sealed class CutProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, byte> open = new();
    private readonly CancellationTokenSource stop = new();
    private readonly int target;
    private readonly Task accepting;
    private volatile bool isCut;

    public CutProxy(int target)
    {
        this.target = target;
        listener.Start();
        accepting = AcceptAsync();
    }

    public string Address => $"http://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}";

    /// <summary>Breaks every connection, and every new one at once.</summary>
    public void Cut()
    {
        isCut = true;
        foreach (var client in open.Keys)
        {
            client.Close();
        }
    }

    public void Restore() => isCut = false;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        Cut();
        await accepting;
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(stop.Token);
                if (isCut)
                {
                    client.Close();
                    continue;
                }

                _ = PassAsync(client);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using var server = new TcpClient();
        open.TryAdd(client, 0);
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, target, stop.Token);
            var (left, right) = (client.GetStream(), server.GetStream());
            await Task.WhenAny(left.CopyToAsync(right, stop.Token), right.CopyToAsync(left, stop.Token));
        }
        catch (Exception broken) when (broken is IOException or SocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // That is what a cut looks like.
        }
        finally
        {
            open.TryRemove(client, out _);
            client.Close();
        }
    }
}
