using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using LotteryLab.Engine;

namespace LotteryLab.Web.Administration;

/// <summary>
/// Sends a signed message to the webhook: at most three tries, no redirects, and only to public addresses unless the setting
/// <c>LotteryLab:Webhook:AllowPrivate</c> says otherwise, so that whoever may set the address cannot make the server knock at its neighbours' doors.
/// </summary>
internal sealed class WebhookSender(WebhookTransport transport, TimeProvider time, ILogger<WebhookSender> log)
{
    /// <summary>Header with the signature: HMAC-SHA256 in hex of the time, a full stop and the body.</summary>
    public const string SignatureHeader = "X-LotteryLab-Signature";

    /// <summary>Header with the time of sending in seconds since 1970, which is signed too, so that an old message cannot be sent again.</summary>
    public const string TimeHeader = "X-LotteryLab-Time";

    private const int Tries = 3;

    /// <summary>Sends a body.</summary>
    /// <returns>Empty when it arrived, otherwise why not, for people.</returns>
    public async Task<string> SendAsync(Webhook hook, string body, CancellationToken cancellation)
    {
        var reason = "";
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (attempt > 0)
            {
                await Task.Delay(transport.Pause * attempt, time, cancellation);
            }

            (reason, var isFinal) = await TryAsync(hook, body, cancellation);
            if (reason.Length == 0 || isFinal)
            {
                break;
            }
        }

        if (reason.Length > 0)
        {
            log.LogWarning("The webhook could not be told: {Reason}", reason);
        }

        return reason;
    }

    /// <summary>The signature of a body that is sent at a time.</summary>
    public static string Sign(string secret, string seconds, string body) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{seconds}.{body}")));

    private async Task<(string Reason, bool IsFinal)> TryAsync(Webhook hook, string body, CancellationToken cancellation)
    {
        var seconds = time.GetUtcNow().ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, hook.Url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add(TimeHeader, seconds);
        request.Headers.Add(SignatureHeader, "sha256=" + Sign(hook.Secret, seconds, body));
        try
        {
            using var answer = await transport.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return (int)answer.StatusCode switch
            {
                < 300 => ("", true),
                < 400 => ($"It answered {(int)answer.StatusCode}, a redirect; redirects are not followed. Give the address itself.", true),
                408 or 429 or >= 500 => ($"It answered {(int)answer.StatusCode}.", false),
                var status => ($"It answered {status}.", true),
            };
        }
        catch (Exception problem) when (problem is HttpRequestException or TaskCanceledException or IOException && !cancellation.IsCancellationRequested)
        {
            var refused = (problem as HttpRequestException)?.InnerException as LotteryLabException;
            return (refused?.Message ?? (problem is TaskCanceledException ? "It did not answer in time." : problem.Message), refused is not null);
        }
    }
}

/// <summary>How the webhook is reached. Tests give their own.</summary>
/// <param name="Client">The client.</param>
/// <param name="Pause">Pause before the second try; the third waits twice as long.</param>
internal sealed record WebhookTransport(HttpClient Client, TimeSpan Pause)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The real one.</summary>
    /// <param name="allowsPrivate">Whether addresses of the own network may be told.</param>
    public static WebhookTransport Create(bool allowsPrivate)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ConnectCallback = (context, cancellation) => ConnectAsync(context.DnsEndPoint, allowsPrivate, cancellation) };
        return new WebhookTransport(new HttpClient(handler) { Timeout = Patience, MaxResponseContentBufferSize = 64 << 10 }, TimeSpan.FromSeconds(5));
    }

    // The very address that was checked is connected to: a name cannot mean another one a moment later.
    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint target, bool allowsPrivate, CancellationToken cancellation)
    {
        var addresses = await Dns.GetHostAddressesAsync(target.Host, cancellation);
        var allowed = addresses.Where(address => allowsPrivate || PublicAddress.Is(address)).ToArray();
        if (allowed.Length == 0)
        {
            throw new LotteryLabException("webhook.private", $"'{target.Host}' is an address of this server or its own network.", "Give a public address, or set LotteryLab:Webhook:AllowPrivate to true.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, target.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
