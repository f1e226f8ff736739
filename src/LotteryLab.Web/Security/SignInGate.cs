namespace LotteryLab.Web.Security;

/// <summary>With accounts, sends whoever has not signed in to the sign-in page; what works without an account is listed here.</summary>
internal sealed class SignInGate(RequestDelegate next, AccountMode mode)
{
    // API and hub answer for themselves, with numbers instead of pages.
    private static readonly IReadOnlyList<string> Open = ["/sign-in", "/setup", "/join", "/s", "/embed", "/api", "/hubs", "/openapi", "/_framework", "/_blazor", "/css", "/js", "/lib", "/error", "/not-found"];

    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path;
        var isPage = !Open.Any(open => path.StartsWithSegments(open)) && !path.Value!.Contains('.');
        if (!mode.IsRequired || !isPage || context.User.Identity?.IsAuthenticated == true)
        {
            return next(context);
        }

        context.Response.Redirect($"/sign-in?next={Uri.EscapeDataString(path + context.Request.QueryString)}");
        return Task.CompletedTask;
    }
}
