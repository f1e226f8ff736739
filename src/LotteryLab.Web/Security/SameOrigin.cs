namespace LotteryLab.Web.Security;

/// <summary>
/// Refuses what a page of another site makes a browser send: changes (a cancel needs no body, so browsers ask nobody first) and live connections.
/// Programs send neither header and are not concerned.
/// </summary>
internal sealed class SameOrigin(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var isChange = !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method));
        // A token is no cookie: a browser sends it only when the page itself knows it.
        var isForeign = IsForeign(request) && !ApiTokenAuthentication.IsInQuery(request);
        if ((isChange || context.WebSockets.IsWebSocketRequest || request.Path.StartsWithSegments("/hubs")) && isForeign)
        {
            await Results.Problem("A page of another site asked for this.", statusCode: StatusCodes.Status403Forbidden, extensions: new Dictionary<string, object?> { ["code"] = "web.cross-site" }).ExecuteAsync(context);
            return;
        }

        await next(context);
    }

    private static bool IsForeign(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site")
        {
            return true;
        }

        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0 && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }
}
