using LotteryLab.Data.Stores;
using LotteryLab.Engine;
using LotteryLab.Web.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc;

namespace LotteryLab.Web.Security;

/// <summary>What the forms of the sign-in and set-up pages are sent to; each answers with a page to go to, so that they work without scripts and Reload sends nothing twice.</summary>
internal static class SignInForms
{
    /// <summary>Checks name and password.</summary>
    public const string Enter = SignInPage + "/enter";

    /// <summary>Signs out.</summary>
    public const string Leave = SignInPage + "/leave";

    /// <summary>Prints the one-time code.</summary>
    public const string Code = SetupPage + "/code";

    /// <summary>Makes the first administrator.</summary>
    public const string Make = SetupPage + "/make";

    /// <summary>Makes an account with an invitation.</summary>
    public const string Join = JoinPage + "/make";

    private const string SignInPage = "/sign-in";
    private const string SetupPage = "/setup";
    private const string JoinPage = "/join";
    private const long LongestForm = 16 << 10;

    /// <summary>Maps the addresses.</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        var forms = app.MapGroup("").AllowAnonymous().ExcludeFromDescription().WithMetadata(new RequestSizeLimitAttribute(LongestForm)).AddEndpointFilter(FilterAsync);
        forms.MapPost(Enter, EnterAsync).RequireRateLimiting(RateLimits.SignIn);
        forms.MapPost(Leave, (Delegate)LeaveAsync);
        forms.MapPost(Code, AnnounceAsync).RequireRateLimiting(RateLimits.SignIn);
        forms.MapPost(Make, MakeAsync).RequireRateLimiting(RateLimits.SignIn);
        forms.MapPost(Join, JoinAsync).RequireRateLimiting(RateLimits.SignIn);
    }

    /// <summary>Whether one of these forms was sent: its answer is for a person.</summary>
    public static bool Has(HttpRequest request) => request.Path.StartsWithSegments(SignInPage) || request.Path.StartsWithSegments(SetupPage) || request.Path.StartsWithSegments(JoinPage);

    /// <summary>Address of the page of a form, which then says what went wrong.</summary>
    public static string Refusal(HttpRequest request, string problem) => request.Path.StartsWithSegments(SetupPage) ? $"{SetupPage}?problem={problem}"
        : request.Path.StartsWithSegments(JoinPage) ? $"{JoinPage}?problem={problem}"
        : $"{SignInPage}?problem={problem}&next={Uri.EscapeDataString(LocalPath.Of(request.Query["next"]))}";

    // Checked here and not by the middleware: an outdated form deserves a sentence, not an empty answer.
    private static async ValueTask<object?> FilterAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http))
        {
            return Results.Redirect(Refusal(http.Request, SignInText.Outdated));
        }

        try
        {
            return await next(context);
        }
        catch (LotteryLabException failure)
        {
            return Results.Redirect(Refusal(http.Request, failure.Code));
        }
    }

    private static async Task<IResult> EnterAsync(HttpContext http, AccountMode mode, Accounts accounts, CancellationToken cancellation)
    {
        if (!mode.IsRequired)
        {
            return Results.Redirect("/");
        }

        var form = await http.Request.ReadFormAsync(cancellation);
        if (await accounts.CheckAsync(form["name"].ToString(), form["password"].ToString(), cancellation) is not { } found)
        {
            return Results.Redirect(Refusal(http.Request, SignInText.Refused));
        }

        await Access.EnterAsync(http, found);
        return Results.Redirect(LocalPath.Of(http.Request.Query["next"]));
    }

    private static async Task<IResult> LeaveAsync(HttpContext http)
    {
        await http.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return Results.Redirect(SignInPage);
    }

    private static async Task<IResult> AnnounceAsync(SetupCode code, UserStore users, CancellationToken cancellation)
    {
        if (await users.HasAdministratorAsync(cancellation))
        {
            return Results.Redirect(SetupPage);
        }

        code.Announce();
        return Results.Redirect(SetupPage + "?printed=true");
    }

    private static async Task<IResult> JoinAsync(HttpContext http, AccountMode mode, Accounts accounts, CancellationToken cancellation)
    {
        var form = await http.Request.ReadFormAsync(cancellation);
        var password = form["password"].ToString();
        if (password != form["again"].ToString())
        {
            return Results.Redirect(Refusal(http.Request, SignInText.Different));
        }

        await accounts.AcceptAsync(form["code"].ToString(), form["name"].ToString(), password, cancellation);
        return Results.Redirect(mode.IsRequired ? SignInPage + "?joined=true" : JoinPage + "?joined=true");
    }

    private static async Task<IResult> MakeAsync(HttpContext http, AccountMode mode, SetupCode code, Accounts accounts, CancellationToken cancellation)
    {
        var form = await http.Request.ReadFormAsync(cancellation);
        var (name, password) = (form["name"].ToString(), form["password"].ToString());
        if (password != form["again"].ToString())
        {
            return Results.Redirect(Refusal(http.Request, SignInText.Different));
        }

        // Before the code, which is used up by the first look.
        Accounts.Check(name, password);
        if (!code.TryUse(form["code"].ToString()))
        {
            return Results.Redirect(Refusal(http.Request, SignInText.WrongCode));
        }

        await accounts.AddAsync(name, password, UserRole.Admin, isFirst: true, cancellation);
        return Results.Redirect(mode.IsRequired ? SignInPage + "?made=true" : SetupPage);
    }
}
