namespace LotteryLab.Web.Security;

/// <summary>Sends with every answer what a browser may do with it: our own files only, no inline script, no framing.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    internal const string Policy =
        "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "manifest-src 'self'; form-action 'self'; base-uri 'self'; " + NoFrames;

    private const string NoFrames = "frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        // Set when the answer starts: the error page clears what was set before it.
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = context.Features.Get<FramePermission>() is { Parents.Count: > 0 } permission ? Policy.Replace(NoFrames, $"frame-ancestors {string.Join(' ', permission.Parents)}", StringComparison.Ordinal) : Policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
            return Task.CompletedTask;
        });
        return next(context);
    }
}
