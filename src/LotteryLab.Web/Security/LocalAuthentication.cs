using System.Net;
using System.Text.Encodings.Web;
using LotteryLab.Data.Stores;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace LotteryLab.Web.Security;

/// <summary>Without accounts: whoever asks from this machine is the administrator.</summary>
internal sealed class LocalAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "local";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // A test server has no address.
        var isLocal = Context.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address);
        return Task.FromResult(isLocal
            ? AuthenticateResult.Success(new AuthenticationTicket(Access.Principal(Name, "local", UserRole.Admin), Name))
            : AuthenticateResult.NoResult());
    }
}
