using System.Security.Claims;
using System.Text.Json;
using LotteryLab.Data;
using LotteryLab.Web.Administration;
using LotteryLab.Web.Security;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace LotteryLab.Web.Api;

/// <summary>The own password, and the webhook.</summary>
internal static class SettingsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/account/password", ChangePasswordAsync).WithTags("accounts").WithSummary("Change the own password; other browsers are signed out").RequireAuthorization(Access.View).RequireRateLimiting(RateLimits.SignIn);

        var webhook = api.MapGroup("/webhook").WithTags("administration").RequireAuthorization(Access.Administer);
        webhook.MapGet("", async (WebhookSettings settings, CancellationToken cancellation) => WebhookView.Of(await settings.FindAsync(cancellation))).WithSummary("Address that is told when everything is done");
        webhook.MapPut("", async (WebhookAddress change, WebhookSettings settings, CancellationToken cancellation) => await settings.SetAsync(change.Url, cancellation))
            .WithSummary("Set the address, or none with an empty one; the answer has the key of the signature");
        webhook.MapPost("/test", TestAsync).WithSummary("Send a test message").RequireRateLimiting(RateLimits.SignIn);
    }

    private static async Task<IResult> ChangePasswordAsync(PasswordChange change, Accounts accounts, ClaimsPrincipal user, HttpContext http, CancellationToken cancellation)
    {
        // A program with a token is not the person whose password it is.
        if (user.Identity?.AuthenticationType != CookieAuthenticationDefaults.AuthenticationScheme)
        {
            return ApiProblem.Of("account.none", "Only somebody who is signed in with a password has one to change.", "Sign in first.", StatusCodes.Status403Forbidden);
        }

        if (await accounts.ChangePasswordAsync(Access.OwnerOf(user), change.Current, change.Password, cancellation) is not { } changed)
        {
            return ApiProblem.Of("account.password", "The current password is not right.", "Enter it again, or ask the administrator for a new one.", StatusCodes.Status403Forbidden);
        }

        // The change voids every cookie, this browser's too.
        await Access.EnterAsync(http, changed);
        return Results.NoContent();
    }

    private static async Task<IResult> TestAsync(WebhookSettings settings, WebhookSender sender, TimeProvider time, CancellationToken cancellation)
    {
        if (await settings.FindAsync(cancellation) is not { Url.Length: > 0 } hook)
        {
            return ApiProblem.Of("webhook.none", "There is no address to tell.", "Save one first.", StatusCodes.Status409Conflict);
        }

        var reason = await sender.SendAsync(hook, JsonSerializer.Serialize(new DoneMessage("test", time.GetUtcNow(), []), DataJson.Format), cancellation);
        return reason.Length == 0 ? Results.NoContent() : ApiProblem.Of("webhook.failed", $"The message did not arrive. {reason}", "Check the address.", StatusCodes.Status502BadGateway);
    }
}

/// <summary>The own password.</summary>
/// <param name="Current">The one of now.</param>
/// <param name="Password">The new one.</param>
internal sealed record PasswordChange(string Current, string Password);

/// <summary>An address for the webhook.</summary>
/// <param name="Url">http or https; empty for none.</param>
internal sealed record WebhookAddress(string Url);

/// <summary>The webhook, without its key.</summary>
/// <param name="Url">Address; empty when nobody is told.</param>
internal sealed record WebhookView(string Url)
{
    public static WebhookView Of(Webhook hook) => new(hook.Url);
}
