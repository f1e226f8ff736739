using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LotteryLab.Data.Stores;
using LotteryLab.Engine;
using LotteryLab.Web.Administration;
using Microsoft.Extensions.DependencyInjection;

namespace LotteryLab.Web.Tests;

public sealed class WebhookTests : IDisposable
{
    private readonly Receiver receiver = new();
    private readonly ApiApp app;
    private readonly HttpClient client;

    public WebhookTests()
    {
        app = new ApiApp { Change = Replace };
        client = app.CreateClient();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        client.Dispose();
        app.Dispose();
        receiver.Dispose();
    }

    [Theory]
    [InlineData("ftp://example.org/x")]
    [InlineData("javascript:alert(1)")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://name:secret@example.org/")]
    [InlineData("example.org")]
    public async Task Address_ThatIsNoPlainWebAddress_IsRefused(string url)
    {
        using var answer = await client.PutAsJsonAsync("/api/webhook", new { url }, Cancellation);
        Assert.Equal("webhook.url", (string?)(await ApiApp.ReadAsync(answer, Cancellation))["code"]);
    }

    [Fact]
    public async Task Test_OfAnAddress_IsSignedWithTheKeyThatWasShown()
    {
        var secret = await SetAsync();
        using var sent = await client.PostAsync("/api/webhook/test", null, Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, sent.StatusCode);
        var (seconds, signature, body) = Assert.Single(receiver.Heard);
        Assert.Equal("sha256=" + WebhookSender.Sign(secret, seconds, body), signature);
        Assert.Equal("test", (string?)JsonNode.Parse(body)!["event"]);
        Assert.DoesNotContain(secret, await client.GetStringAsync("/api/webhook", Cancellation));
    }

    [Fact]
    public async Task Send_WhenTheOtherSideFails_TriesThreeTimes()
    {
        await SetAsync();
        receiver.Status = HttpStatusCode.ServiceUnavailable;
        using var sent = await client.PostAsync("/api/webhook/test", null, Cancellation);
        Assert.Equal(HttpStatusCode.BadGateway, sent.StatusCode);
        Assert.Equal(3, receiver.Heard.Count);
    }

    [Fact]
    public async Task Send_ToARedirect_GoesNowhereElse()
    {
        await SetAsync();
        receiver.Status = HttpStatusCode.Redirect;
        using var sent = await client.PostAsync("/api/webhook/test", null, Cancellation);
        Assert.Contains("redirects are not followed", (string?)(await ApiApp.ReadAsync(sent, Cancellation))["title"]);
        Assert.Single(receiver.Heard);
    }

    [Fact]
    public async Task Queue_ThatHasBecomeEmpty_IsToldOnce()
    {
        await SetAsync();
        var (id, _) = await app.AddFinishedAsync(Cancellation);
        using var paused = await client.PostAsync("/api/queue/pause", null, Cancellation);
        using var watch = ActivatorUtilities.CreateInstance<DoneWatch>(app.Services);
        Assert.False(await watch.LookAsync(Cancellation));
        await app.Service<QueueStore>().AddAsync(id, isFirst: false, Cancellation);
        Assert.False(await watch.LookAsync(Cancellation));
        await app.Service<QueueStore>().RemoveAsync(id, Cancellation);
        Assert.True(await watch.LookAsync(Cancellation));
        Assert.False(await watch.LookAsync(Cancellation));
        var told = JsonNode.Parse(Assert.Single(receiver.Heard).Body)!;
        Assert.Equal("queue.done", (string?)told["event"]);
        Assert.Equal((id, "succeeded"), ((string?)told["experiments"]![0]!["id"], (string?)told["experiments"]![0]!["state"]));
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.0.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("93.184.216.34", true)]
    [InlineData("2606:2800:220:1::1", true)]
    public void Address_OfOwnNetworks_IsNotPublic(string address, bool isPublic) =>
        Assert.Equal(isPublic, PublicAddress.Is(IPAddress.Parse(address)));

    [Fact]
    public async Task RealTransport_ToThisMachine_RefusesBeforeItConnects()
    {
        using var http = WebhookTransport.Create(allowsPrivate: false).Client;
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync("http://127.0.0.1:9/", Cancellation));
        Assert.Equal("webhook.private", Assert.IsType<LotteryLabException>(refused.InnerException).Code);
    }

    private async Task<string> SetAsync()
    {
        using var saved = await client.PutAsJsonAsync("/api/webhook", new { url = "https://example.org/hook" }, Cancellation);
        Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
        return (string)(await ApiApp.ReadAsync(saved, Cancellation))["secret"]!;
    }

    // The watch is looked through by hand here: the one that looks by itself would race with the test.
    private void Replace(IServiceCollection services)
    {
        services.AddSingleton(new WebhookTransport(new HttpClient(receiver, disposeHandler: false), TimeSpan.Zero));
        services.Remove(services.Single(service => service.ImplementationType == typeof(DoneWatch)));
    }

    private sealed class Receiver : HttpMessageHandler
    {
        public List<(string Time, string Signature, string Body)> Heard { get; } = [];

        public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Heard.Add((request.Headers.GetValues(WebhookSender.TimeHeader).Single(), request.Headers.GetValues(WebhookSender.SignatureHeader).Single(), await request.Content!.ReadAsStringAsync(cancellationToken)));
            var answer = new HttpResponseMessage(Status);
            if (Status == HttpStatusCode.Redirect)
            {
                answer.Headers.Location = new Uri("http://169.254.169.254/");
            }

            return answer;
        }
    }
}
