using System.Security.Claims;
using LotteryLab.Data.Stores;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace LotteryLab.Web.Security;

/// <summary>Who may do what. Without accounts whoever reaches the loopback address is the administrator; with accounts a cookie or an API token says who asks.</summary>
internal static class Access
{
    /// <summary>Policy: may look.</summary>
    public const string View = "view";

    /// <summary>Policy: may launch, stop, share, annotate.</summary>
    public const string Research = "research";

    /// <summary>Policy: may manage users and the server.</summary>
    public const string Administer = "administer";

    /// <summary>Name of the scheme that chooses between the others.</summary>
    public const string Scheme = "lotterylab";

    /// <summary>Claim that voids cookies when role, lock or password change.</summary>
    public const string StampClaim = "lotterylab:stamp";

    /// <summary>Registers sign-in and policies.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<AccountMode>().AddSingleton<Accounts>().AddSingleton<SetupCode>();
        services.AddAuthentication(Scheme)
            .AddPolicyScheme(Scheme, null, options => options.ForwardDefaultSelector = Choose)
            .AddScheme<AuthenticationSchemeOptions, ApiTokenAuthentication>(ApiTokenAuthentication.Name, null)
            .AddScheme<AuthenticationSchemeOptions, LocalAuthentication>(LocalAuthentication.Name, null)
            .AddCookie(CookieAuthenticationDefaults.AuthenticationScheme, options =>
            {
                options.Cookie.Name = "lotterylab";
                options.Cookie.HttpOnly = true;
                options.Cookie.SameSite = SameSiteMode.Lax;
                options.ExpireTimeSpan = TimeSpan.FromDays(14);
                options.LoginPath = "/sign-in";

                // What is not for somebody looks as if it were not there.
                options.AccessDeniedPath = "/not-found";
                options.ReturnUrlParameter = "next";
                options.Events.OnValidatePrincipal = CheckStampAsync;
                options.Events.OnRedirectToLogin = context => AnswerAsync(context, StatusCodes.Status401Unauthorized);
                options.Events.OnRedirectToAccessDenied = context => AnswerAsync(context, StatusCodes.Status403Forbidden);
            });
        services.AddAuthorizationBuilder()
            .AddPolicy(View, policy => policy.RequireRole(Roles(UserRole.Viewer)))
            .AddPolicy(Research, policy => policy.RequireRole(Roles(UserRole.Researcher)))
            .AddPolicy(Administer, policy => policy.RequireRole(Roles(UserRole.Admin)));
    }

    /// <summary>A person or program with a name and a role.</summary>
    public static ClaimsPrincipal Principal(string scheme, string name, UserRole role, string stamp = "") => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.Name, name), new Claim(ClaimTypes.Role, role.ToString()), new Claim(StampClaim, stamp)], scheme));

    /// <summary>Signs somebody in whose password was right: the answer sets the cookie.</summary>
    public static Task EnterAsync(HttpContext http, UserCredentials found) => http.SignInAsync(
        CookieAuthenticationDefaults.AuthenticationScheme,
        Principal(CookieAuthenticationDefaults.AuthenticationScheme, found.User.Name, found.User.Role, found.SecurityStamp));

    /// <summary>Name of whoever asks; empty without accounts.</summary>
    public static string OwnerOf(ClaimsPrincipal user) => user.Identity is { IsAuthenticated: true, AuthenticationType: not LocalAuthentication.Name } identity ? identity.Name ?? "" : "";

    /// <summary>Whose shares and tokens somebody sees: null (all) for administrators, else the own ones.</summary>
    public static string? Scope(ClaimsPrincipal user) => user.IsInRole(nameof(UserRole.Admin)) ? null : OwnerOf(user);

    private static string Choose(HttpContext context)
    {
        if (context.Request.Headers.Authorization.ToString().StartsWith(ApiTokenAuthentication.Prefix, StringComparison.Ordinal) || ApiTokenAuthentication.IsInQuery(context.Request))
        {
            return ApiTokenAuthentication.Name;
        }

        return context.RequestServices.GetRequiredService<AccountMode>().IsRequired ? CookieAuthenticationDefaults.AuthenticationScheme : LocalAuthentication.Name;
    }

    private static string[] Roles(UserRole least) => [.. Enum.GetValues<UserRole>().Where(role => role >= least).Select(role => role.ToString())];

    private static async Task CheckStampAsync(CookieValidatePrincipalContext context)
    {
        var users = context.HttpContext.RequestServices.GetRequiredService<UserStore>();
        var found = await users.FindAsync(context.Principal?.Identity?.Name ?? "", context.HttpContext.RequestAborted);
        if (found is null || found.User.IsDisabled || found.SecurityStamp != context.Principal?.FindFirstValue(StampClaim))
        {
            context.RejectPrincipal();
        }
    }

    // Programs get a number, browsers a page.
    private static Task AnswerAsync(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        var path = context.Request.Path;
        if (path.StartsWithSegments("/api") || path.StartsWithSegments("/hubs"))
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        }

        context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }
}
