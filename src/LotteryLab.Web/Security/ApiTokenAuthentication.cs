using System.Text.Encodings.Web;
using LotteryLab.Data.Stores;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace LotteryLab.Web.Security;

/// <summary>
/// Programs send <c>Authorization: Bearer TOKEN</c>. A web socket that a browser opens can send no header, so the hub, and nothing else, also takes
/// the token from the query.
/// </summary>
internal sealed class ApiTokenAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiTokenStore tokens, UserStore users)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "token";

    /// <summary>How the header begins.</summary>
    public const string Prefix = "Bearer ";

    private const string Field = "access_token";
    private const int LongestToken = 64;

    /// <summary>Whether a request to the hub carries a token in its query.</summary>
    public static bool IsInQuery(HttpRequest request) => request.Path.StartsWithSegments("/hubs") && request.Query.ContainsKey(Field);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        var token = header.StartsWith(Prefix, StringComparison.Ordinal) ? header[Prefix.Length..].Trim() : IsInQuery(Request) ? Request.Query[Field].ToString() : "";
        if (token.Length is 0 or > LongestToken || await tokens.UseAsync(token, Context.RequestAborted) is not { } record)
        {
            return AuthenticateResult.Fail("This token is unknown or has ended.");
        }

        // A token never does more than its owner may do now.
        var role = record.Role;
        if (record.Owner.Length > 0)
        {
            var owner = await users.FindAsync(record.Owner, Context.RequestAborted);
            if (owner is null || owner.User.IsDisabled)
            {
                return AuthenticateResult.Fail("The owner of this token may not sign in.");
            }

            role = owner.User.Role < role ? owner.User.Role : role;
        }

        return AuthenticateResult.Success(new AuthenticationTicket(Access.Principal(Name, record.Owner, role), Name));
    }
}
