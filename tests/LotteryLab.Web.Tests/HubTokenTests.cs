using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using LotteryLab.Web.Security;
using Microsoft.Extensions.Logging;

namespace LotteryLab.Web.Tests;

/// <summary>A browser can send no header with a web socket, so the hub takes an API token from the address, and nothing else does.</summary>
public sealed class HubTokenTests
{
    private const string Password = "correct horse battery";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hub_WithATokenInTheAddress_LetsAPageOfAnotherSiteIn()
    {
        using var lines = new KeptLines();
        await using var app = new ApiApp { HasAccounts = true, Lines = lines };
        using var client = app.CreateClient();
        var (id, _) = await app.AddFinishedAsync(Cancellation);
        var token = await TokenAsync(app, client);

        Assert.Contains("\"sequence\":", await SubscribeAsync(app, id, token));
        Assert.Contains("Sign in", await SubscribeAsync(app, id, token[..^4] + "AAAA"));
        await Assert.ThrowsAnyAsync<Exception>(() => SubscribeAsync(app, id, null));

        using var stranger = app.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = false });
        using var elsewhere = await stranger.GetAsync($"/api/experiments?access_token={token}", Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, elsewhere.StatusCode);
        Assert.NotEmpty(lines.All);
        Assert.DoesNotContain(lines.All, line => line.Contains(token, StringComparison.Ordinal));
    }

    private static async Task<string> TokenAsync(ApiApp app, HttpClient client)
    {
        var printed = "";
        app.Service<SetupCode>().Print = text => printed = text;
        using var asked = await client.PostAsync("/api/setup/code", null, Cancellation);
        using var made = await client.PostAsJsonAsync("/api/setup", new { code = printed[^12..], name = "ada", password = Password }, Cancellation);
        Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync(Cancellation));
        using var entered = await client.PostAsJsonAsync("/api/session", new { name = "ada", password = Password }, Cancellation);
        using var token = await client.PostAsJsonAsync("/api/tokens", new { label = "page", role = "viewer" }, Cancellation);
        return (string)(await ApiApp.ReadAsync(token, Cancellation))["token"]!;
    }

    private static async Task<string> SubscribeAsync(ApiApp app, string id, string? token)
    {
        var client = app.Server.CreateWebSocketClient();
        client.ConfigureRequest = request => request.Headers.Origin = "https://elsewhere.example";
        var query = token is null ? "" : $"?access_token={token}";
        using var socket = await client.ConnectAsync(new Uri(app.Server.BaseAddress, "/hubs/live" + query), Cancellation);
        await SendAsync(socket, """{"protocol":"json","version":1}""");
        await SendAsync(socket, $$"""{"type":1,"invocationId":"1","target":"Subscribe","arguments":["{{id}}",0]}""");
        var buffer = new byte[1 << 16];
        var text = new StringBuilder();
        while (!text.ToString().Contains("\"type\":3", StringComparison.Ordinal))
        {
            var received = await socket.ReceiveAsync(buffer, Cancellation);
            text.Append(Encoding.UTF8.GetString(buffer, 0, received.Count));
        }

        return text.ToString();
    }

    private static Task SendAsync(WebSocket socket, string text) => socket.SendAsync(Encoding.UTF8.GetBytes(text + "\u001e"), WebSocketMessageType.Text, true, Cancellation);

    /// <summary>Keeps every line that is logged.</summary>
    private sealed class KeptLines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> All { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Enqueue(formatter(state, exception));
    }
}
