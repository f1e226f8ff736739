using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LotteryLab.Browser.Tests;

/// <summary>A site of somebody else: one page, on a port of its own, for whoever asks for whatever.</summary>
internal sealed class ForeignSite : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ended = new();

    public ForeignSite()
    {
        listener.Start();
        _ = ServeAsync();
    }

    /// <summary>Scheme, host and port.</summary>
    public string Origin => $"http://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}";

    /// <summary>The page's body; set before anybody asks.</summary>
    public string Body { get; set; } = "";

    public void Dispose()
    {
        ended.Cancel();
        listener.Dispose();
        ended.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (!ended.IsCancellationRequested)
            {
                // Side by side: a browser may hold a connection open that it never uses.
                _ = AnswerAsync(await listener.AcceptTcpClientAsync(ended.Token));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        try
        {
            using var held = client;
            var stream = client.GetStream();
            var request = new byte[8192];
            if (await stream.ReadAsync(request, ended.Token) > 0)
            {
                var page = Encoding.UTF8.GetBytes($"<!DOCTYPE html><html lang=en><title>A page elsewhere</title>{Body}");
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {page.Length}\r\nConnection: close\r\n\r\n"), ended.Token);
                await stream.WriteAsync(page, ended.Token);
            }
        }
        catch (Exception end) when (end is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Browsers open connections ahead and drop them.
        }
    }
}
