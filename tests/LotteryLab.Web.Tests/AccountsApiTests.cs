using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LotteryLab.Web.Security;

namespace LotteryLab.Web.Tests;

public sealed class AccountsApiTests
{
    private const string Password = "correct horse battery";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Server_WithAccounts_RefusesStrangersAndLetsTheFirstAdministratorIn()
    {
        using var app = new ApiApp { HasAccounts = true };
        using var client = app.CreateClient(new() { AllowAutoRedirect = false });
        using var refused = await client.GetAsync("/api/experiments", Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        using var page = await client.GetAsync("/methods", Cancellation);
        Assert.Equal("/sign-in?next=%2Fmethods", page.Headers.Location!.ToString());

        await SetUpAsync(app, client);
        using var second = await client.PostAsync("/api/setup/code", null, Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        using var wrong = await client.PostAsJsonAsync("/api/session", new { name = "ada", password = "wrong horse" }, Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        using var right = await client.PostAsJsonAsync("/api/session", new { name = "ada", password = Password }, Cancellation);
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        Assert.Equal(0, (int?)(await client.GetFromJsonAsync<JsonObject>("/api/experiments", Cancellation))!["total"]);
    }

    [Fact]
    public async Task Token_OfAViewer_LooksButDoesNotLaunch()
    {
        using var app = new ApiApp { HasAccounts = true };
        using var client = app.CreateClient();
        await SetUpAsync(app, client);
        using var signIn = await client.PostAsJsonAsync("/api/session", new { name = "ada", password = Password }, Cancellation);
        using var made = await client.PostAsJsonAsync("/api/tokens", new { label = "script", role = "viewer" }, Cancellation);
        var token = (string)(await ApiApp.ReadAsync(made, Cancellation))["token"]!;
        using var program = app.CreateClient();
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var look = await program.GetAsync("/api/experiments", Cancellation);
        Assert.Equal(HttpStatusCode.OK, look.StatusCode);
        using var launch = await program.PostAsync("/api/queue/pause", null, Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, launch.StatusCode);
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token + "x");
        using var other = await program.GetAsync("/api/experiments", Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, other.StatusCode);
    }

    [Fact]
    public async Task SignIn_TriedTooOften_IsStopped()
    {
        using var app = new ApiApp { HasAccounts = true };
        using var client = app.CreateClient();
        HttpStatusCode last = default;
        for (var i = 0; i < 11; i++)
        {
            using var answer = await client.PostAsJsonAsync("/api/session", new { name = "ada", password = "guess" }, Cancellation);
            last = answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
    }

    [Fact]
    public void SetupCode_TriedTooOften_IsVoid()
    {
        var printed = "";
        var code = new SetupCode(TimeProvider.System) { Print = text => printed = text };
        code.Announce();
        for (var i = 0; i < 10; i++)
        {
            Assert.False(code.TryUse("guess"));
        }

        Assert.False(code.TryUse(printed[^12..]));
    }

    private static async Task SetUpAsync(ApiApp app, HttpClient client)
    {
        var printed = "";
        app.Service<SetupCode>().Print = text => printed = text;
        using var asked = await client.PostAsync("/api/setup/code", null, Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, asked.StatusCode);
        using var refused = await client.PostAsJsonAsync("/api/setup", new { code = "000000000000", name = "eve", password = Password }, Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var made = await client.PostAsJsonAsync("/api/setup", new { code = printed[^12..], name = "ada", password = Password }, Cancellation);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
    }
}
