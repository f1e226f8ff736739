using System.Security.Claims;
using LotteryLab.Data.Stores;
using LotteryLab.Engine;
using LotteryLab.Web.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace LotteryLab.Web.Api;

/// <summary>Signing in, users, API tokens, and the first administrator.</summary>
internal static class AccountsApi
{
    private const int MostDays = 3650;

    public static void Map(RouteGroupBuilder api)
    {
        var open = api.MapGroup("").WithTags("accounts").AllowAnonymous();
        open.MapGet("/session", Session).WithSummary("Who asks, and whether signing in is needed");
        open.MapPost("/session", SignInAsync).WithSummary("Sign in").RequireRateLimiting(RateLimits.SignIn);
        open.MapDelete("/session", (HttpContext http) => http.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme)).WithSummary("Sign out");
        open.MapPost("/setup/code", AnnounceAsync).WithSummary("Print the one-time code on the server's console").RequireRateLimiting(RateLimits.SignIn);
        open.MapPost("/setup", SetUpAsync).WithSummary("Make the first administrator").RequireRateLimiting(RateLimits.SignIn);

        var users = api.MapGroup("/users").WithTags("accounts").RequireAuthorization(Access.Administer);
        users.MapGet("", (UserStore store, CancellationToken cancellation) => store.ListAsync(cancellation)).WithSummary("All users");
        users.MapPost("", async (NewUser user, Accounts accounts, CancellationToken cancellation) =>
            Results.Created("/api/users", await accounts.AddAsync(user.Name, user.Password, user.Role, isFirst: false, cancellation))).WithSummary("Add a user");
        users.MapPatch("/{id:long}", async (long id, UserChange change, Accounts accounts, CancellationToken cancellation) =>
            await accounts.ChangeAsync(id, change.Role, change.IsDisabled, change.Password, cancellation) ? Results.NoContent() : ApiProblem.NotFound("user")).WithSummary("Change role, lock or password");

        var tokens = api.MapGroup("/tokens").WithTags("accounts").RequireAuthorization(Access.Research);
        tokens.MapGet("", (ApiTokenStore store, ClaimsPrincipal user, CancellationToken cancellation) => store.ListAsync(Access.Scope(user), cancellation)).WithSummary("API tokens");
        tokens.MapPost("", AddTokenAsync).WithSummary("Make an API token; it is shown once");
        tokens.MapDelete("/{id}", async (string id, ApiTokenStore store, ClaimsPrincipal user, CancellationToken cancellation) =>
            await store.RevokeAsync(id, Access.Scope(user), cancellation) ? Results.NoContent() : ApiProblem.NotFound("token")).WithSummary("End an API token");
    }

    private static SessionView Session(ClaimsPrincipal user, AccountMode mode) =>
        new(Access.OwnerOf(user), Enum.TryParse<UserRole>(user.FindFirstValue(ClaimTypes.Role), out var role) ? role : null, mode.IsRequired);

    private static async Task<IResult> SignInAsync(Credentials credentials, Accounts accounts, HttpContext http, CancellationToken cancellation)
    {
        if (await accounts.CheckAsync(credentials.Name, credentials.Password, cancellation) is not { } found)
        {
            return ApiProblem.Of("session.refused", "Name and password do not fit each other.", "Check both, or ask the administrator.", StatusCodes.Status401Unauthorized);
        }

        await Access.EnterAsync(http, found);
        return Results.Ok(new SessionView(found.User.Name, found.User.Role, true));
    }

    private static async Task<IResult> AnnounceAsync(SetupCode code, UserStore users, CancellationToken cancellation)
    {
        if (await users.HasAdministratorAsync(cancellation))
        {
            throw new LotteryLabException("setup.done", "This server has an administrator already.", "Sign in, or ask the administrator for an account.");
        }

        code.Announce();
        return Results.NoContent();
    }

    private static async Task<IResult> SetUpAsync(FirstAdministrator first, SetupCode code, Accounts accounts, CancellationToken cancellation)
    {
        if (!code.TryUse(first.Code))
        {
            return ApiProblem.Of("setup.code", "This is not the code, or it is older than 30 minutes.", "Ask for a new one and look at the server's console.", StatusCodes.Status403Forbidden);
        }

        return Results.Created("/api/users", await accounts.AddAsync(first.Name, first.Password, UserRole.Admin, isFirst: true, cancellation));
    }

    private static async Task<IResult> AddTokenAsync(NewToken request, ApiTokenStore store, ClaimsPrincipal user, TimeProvider time, CancellationToken cancellation)
    {
        var own = Enum.TryParse<UserRole>(user.FindFirstValue(ClaimTypes.Role), out var role) ? role : UserRole.Viewer;
        if (request.Role > own || request.Label.Length > 200 || request.ExpiresInDays is <= 0 or > MostDays)
        {
            return ApiProblem.Of("token.refused", "A token does no more than its owner, lasts one day to ten years, and has a label of at most 200 characters.", "Choose a smaller role, another time or a shorter label.", StatusCodes.Status400BadRequest);
        }

        var expires = request.ExpiresInDays is { } days ? time.GetUtcNow().AddDays(days) : (DateTimeOffset?)null;
        var (record, token) = await store.AddAsync(request.Label, request.Role, Access.OwnerOf(user), expires, cancellation);
        return Results.Created("/api/tokens", new CreatedToken(record, token));
    }
}
