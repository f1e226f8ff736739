using LotteryLab.Engine;

namespace LotteryLab.Web.Tests;

public sealed class SecurityTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/")]
    [InlineData("/nowhere")]
    [InlineData("/_framework/blazor.web.js")]
    public async Task EveryAnswer_Always_CarriesOnePolicyWithoutInlineScript(string address)
    {
        using var app = new WebAppFixture();
        using var client = app.CreateClient();
        using var response = await client.GetAsync(address, Cancellation);
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self';", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
    }

    [Fact]
    public async Task Page_Always_HasNoInlineScriptOrStyle()
    {
        using var app = new WebAppFixture();
        using var client = app.CreateClient();
        var text = await client.GetStringAsync("/methods", Cancellation);
        Assert.DoesNotContain("<script>", text);
        Assert.DoesNotContain("<style", text);
        Assert.DoesNotContain(" style=", text);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://[::]:0")]
    [InlineData("http://*:0")]
    public async Task Start_OnAnAddressThatOthersReach_IsRefusedWithAFix(string address)
    {
        var home = Directory.CreateTempSubdirectory("lotterylab-start-").FullName;
        await using (var app = WebHost.Build(Arguments(address, home)))
        {
            var refusal = await Assert.ThrowsAsync<LotteryLabException>(() => app.StartAsync(Cancellation));
            Assert.Equal("web.not-loopback", refusal.Code);
            Assert.Contains("ssh -L", refusal.Message);
        }

        LaboratoryRemains.Delete(home);
    }

    [Fact]
    public async Task Start_OnLoopback_Answers()
    {
        var home = Directory.CreateTempSubdirectory("lotterylab-start-").FullName;
        await using (var app = WebHost.Build(Arguments("http://127.0.0.1:0", home)))
        {
            await app.StartAsync(Cancellation);
            using var client = new HttpClient();
            Assert.Contains("LotteryLab", await client.GetStringAsync(app.Urls.Single(), Cancellation));
            await app.StopAsync(Cancellation);
        }

        LaboratoryRemains.Delete(home);
    }

    [Fact]
    public async Task Request_ForAnotherHost_IsRefused()
    {
        using var app = new WebAppFixture();
        using var client = app.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = "attacker.example" } };
        using var response = await client.SendAsync(request, Cancellation);
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, response.StatusCode);
    }

    private static string[] Arguments(string address, string home) =>
        ["--urls", address, "--LotteryLab:Home", home, "--LotteryLab:Worker", FakeWorker.Install(home), "--Logging:LogLevel:Default", "None"];
}
