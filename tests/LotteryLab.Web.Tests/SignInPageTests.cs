using System.Net;
using System.Text.RegularExpressions;
using LotteryLab.Web.Security;

namespace LotteryLab.Web.Tests;

public sealed partial class SignInPageTests
{
    private const string Password = "correct horse battery";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/sign-in", "autocomplete=\"current-password\"")]
    [InlineData("/setup", "autocomplete=\"new-password\"")]
    public async Task Page_WithAccounts_IsAFormWithoutScriptsOfItsOwn(string address, string expected)
    {
        using var app = new ApiApp { HasAccounts = true };
        using var client = app.CreateClient(new() { AllowAutoRedirect = false });
        using var answer = await client.GetAsync(address, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains(expected, text);
        Assert.Contains("__RequestVerificationToken", text);
        Assert.DoesNotContain("<script>", text);
        Assert.DoesNotContain(" style=", text);
        Assert.All(InputPattern().Matches(text), input => Assert.Contains($"<label for=\"{input.Groups[1].Value}\"", text));
    }

    [Fact]
    public async Task Setup_WithTheCode_MakesAnAdministratorWhoSignsInAndOut()
    {
        using var app = new ApiApp { HasAccounts = true };
        using var client = app.CreateClient(new() { AllowAutoRedirect = false });
        await SetUpAsync(app, client);
        Assert.Contains("an administrator already", await client.GetStringAsync("/setup", Cancellation));

        using var entered = await SendAsync(client, "/sign-in?next=%2Fmethods", "/sign-in/enter?next=%2Fmethods", ("name", "ada"), ("password", Password));
        Assert.Equal("/methods", entered.Headers.Location!.ToString());
        Assert.Contains(entered.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("lotterylab=", StringComparison.Ordinal) && cookie.Contains("httponly", StringComparison.OrdinalIgnoreCase));
        Assert.Contains("Signed in as ada", await client.GetStringAsync("/methods", Cancellation));

        using var left = await SendAsync(client, "/methods", "/sign-in/leave");
        Assert.Equal("/sign-in", left.Headers.Location!.ToString());
        using var outside = await client.GetAsync("/methods", Cancellation);
        Assert.Equal("/sign-in?next=%2Fmethods", outside.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Setup_WithMistakes_SaysWhichAndKeepsTheCode()
    {
        using var app = new ApiApp { HasAccounts = true };
        using var client = app.CreateClient(new() { AllowAutoRedirect = false });
        var code = await CodeAsync(app, client);
        Assert.Contains("not the same", await RefusedAsync(client, ("code", code), ("name", "ada"), ("password", Password), ("again", "correct horse")));
        Assert.Contains("10 to 256", await RefusedAsync(client, ("code", code), ("name", "ada"), ("password", "short"), ("again", "short")));
        Assert.Contains("1 to 64", await RefusedAsync(client, ("code", code), ("name", " "), ("password", Password), ("again", Password)));
        Assert.Contains("not the code", await RefusedAsync(client, ("code", "000000000000"), ("name", "ada"), ("password", Password), ("again", Password)));
        using var made = await SendAsync(client, "/setup", "/setup/make", ("code", code), ("name", "ada"), ("password", Password), ("again", Password));
        Assert.Equal("/sign-in?made=true", made.Headers.Location!.ToString());
    }

    [Theory]
    [InlineData("https://evil")]
    [InlineData("//evil")]
    [InlineData("/\\evil")]
    [InlineData("/\t/evil")]
    [InlineData("evil")]
    public async Task SignIn_WithAnAddressElsewhere_GoesHome(string next)
    {
        using var app = new ApiApp { HasAccounts = true };
        using var client = app.CreateClient(new() { AllowAutoRedirect = false });
        await SetUpAsync(app, client);
        using var entered = await SendAsync(client, "/sign-in", "/sign-in/enter?next=" + Uri.EscapeDataString(next), ("name", "ada"), ("password", Password));
        Assert.Equal("/", entered.Headers.Location!.ToString());
        Assert.True(entered.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task SignIn_WithAWrongPassword_SaysSoAndRemembersWhereTo()
    {
        using var app = new ApiApp { HasAccounts = true };
        using var client = app.CreateClient(new() { AllowAutoRedirect = false });
        await SetUpAsync(app, client);
        using var refused = await SendAsync(client, "/sign-in", "/sign-in/enter?next=%2Fmethods", ("name", "ada"), ("password", "wrong horse"));
        Assert.False(refused.Headers.Contains("Set-Cookie"));
        var text = await client.GetStringAsync(refused.Headers.Location!, Cancellation);
        Assert.Contains("do not fit each other", text);
        Assert.Contains("/sign-in/enter?next=%2Fmethods", text);
    }

    [Fact]
    public async Task SignIn_TriedTooOften_SaysSoOnThePage()
    {
        using var app = new ApiApp { HasAccounts = true };
        using var client = app.CreateClient(new() { AllowAutoRedirect = false });
        var last = "";
        for (var i = 0; i < 11; i++)
        {
            using var answer = await SendAsync(client, "/sign-in", "/sign-in/enter", ("name", "ada"), ("password", "guess"));
            last = answer.Headers.Location!.ToString();
        }

        Assert.Contains("tried too often", await client.GetStringAsync(last, Cancellation));
    }

    [Fact]
    public async Task Form_WithoutItsToken_IsRefused()
    {
        using var app = new ApiApp { HasAccounts = true };
        using var client = app.CreateClient(new() { AllowAutoRedirect = false });
        await SetUpAsync(app, client);
        using var form = new FormUrlEncodedContent([new("name", "ada"), new("password", Password)]);
        using var answer = await client.PostAsync("/sign-in/enter", form, Cancellation);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.Contains("fill it in again", await client.GetStringAsync(answer.Headers.Location!, Cancellation));
    }

    [Fact]
    public async Task Page_WithoutAccounts_OffersOnlyTheSetup()
    {
        using var app = new ApiApp();
        using var client = app.CreateClient(new() { AllowAutoRedirect = false });
        using var signIn = await client.GetAsync("/sign-in", Cancellation);
        Assert.Equal(HttpStatusCode.Redirect, signIn.StatusCode);
        Assert.Equal("/", new Uri(client.BaseAddress!, signIn.Headers.Location!).AbsolutePath);
        Assert.DoesNotContain("Sign out", await client.GetStringAsync("/methods", Cancellation));

        // The administrator is made on the loopback address, before the server may listen on another.
        var code = await CodeAsync(app, client);
        using var made = await SendAsync(client, "/setup", "/setup/make", ("code", code), ("name", "ada"), ("password", Password), ("again", Password));
        Assert.Contains("an administrator already", await client.GetStringAsync(made.Headers.Location!, Cancellation));
    }

    private static async Task SetUpAsync(ApiApp app, HttpClient client)
    {
        var code = await CodeAsync(app, client);
        using var made = await SendAsync(client, "/setup", "/setup/make", ("code", code), ("name", "ada"), ("password", Password), ("again", Password));
        Assert.Contains("The administrator is made", await client.GetStringAsync(made.Headers.Location!, Cancellation));
    }

    private static async Task<string> CodeAsync(ApiApp app, HttpClient client)
    {
        var printed = "";
        app.Service<SetupCode>().Print = text => printed = text;
        using var asked = await SendAsync(client, "/setup", "/setup/code");
        Assert.Contains("server's console", WebUtility.HtmlDecode(await client.GetStringAsync(asked.Headers.Location!, Cancellation)));
        return printed[^12..];
    }

    private static async Task<string> RefusedAsync(HttpClient client, params (string Name, string Value)[] fields)
    {
        using var answer = await SendAsync(client, "/setup", "/setup/make", fields);
        return await client.GetStringAsync(answer.Headers.Location!, Cancellation);
    }

    // As a browser without scripts does: the token comes from the page that has the form.
    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string page, string action, params (string Name, string Value)[] fields)
    {
        var text = await client.GetStringAsync(page, Cancellation);
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", TokenPattern().Match(text).Groups[1].Value), .. fields.Select(field => new KeyValuePair<string?, string?>(field.Name, field.Value))]);
        var answer = await client.PostAsync(action, form, Cancellation);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex TokenPattern();

    [GeneratedRegex("<input id=\"([^\"]+)\"")]
    private static partial Regex InputPattern();
}
