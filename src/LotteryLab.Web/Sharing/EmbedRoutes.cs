using System.Globalization;
using LotteryLab.Web.Security;

namespace LotteryLab.Web.Sharing;

/// <summary><c>/embed/{token}</c>: the chart of a link, for the pages of the sites that its owner listed.</summary>
internal static class EmbedRoutes
{
    private const int Narrowest = 200;
    private const int Widest = 2000;
    private const int Lowest = 150;
    private const int Highest = 1500;
    private static readonly string[] Themes = ["light", "dark", "auto"];

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/embed/{token}", AnswerAsync).AllowAnonymous().ExcludeFromDescription();

    private static async Task<IResult> AnswerAsync(string token, HttpContext http, ShareService shares, ShareSettings settings, SharedDocuments documents, CancellationToken cancellation)
    {
        http.Response.Headers["X-Robots-Tag"] = "noindex";
        http.Response.Headers.CacheControl = "no-cache";
        var query = http.Request.Query;
        var theme = query["theme"].ToString() is { Length: > 0 } asked ? asked : "auto";
        if (!Themes.Contains(theme, StringComparer.Ordinal))
        {
            return await RefuseAsync(documents, "The theme is light, dark or auto.", StatusCodes.Status400BadRequest);
        }

        if (!TryRead(query["width"], Narrowest, Widest, out var width) || !TryRead(query["height"], Lowest, Highest, out var height))
        {
            return await RefuseAsync(documents, string.Create(CultureInfo.InvariantCulture, $"The width is {Narrowest} to {Widest} pixels, the height {Lowest} to {Highest}."), StatusCodes.Status400BadRequest);
        }

        var opened = await shares.OpenAsync(token, http.Connection.RemoteIpAddress?.ToString() ?? "", cancellation);
        if (opened is not { State: ShareState.Open, Share: { } share })
        {
            return await RefuseAsync(documents, ShareWords.Reason(opened), ShareWords.Status(opened.State));
        }

        if (!settings.AllowsEmbedding || !share.AllowsEmbedding || await shares.ViewAsync(share, cancellation) is not { } view)
        {
            return await RefuseAsync(documents, "This link may not be shown inside other pages.", StatusCodes.Status404NotFound);
        }

        http.Features.Set(new FramePermission(share.AllowedParents));
        var reading = new SharedReading(share, view);
        return Html(await documents.EmbedAsync(new EmbedView(reading.Title, theme, width, height, reading, "", $"/s/{Uri.EscapeDataString(token)}")), StatusCodes.Status200OK);
    }

    private static async Task<IResult> RefuseAsync(SharedDocuments documents, string problem, int status) =>
        Html(await documents.EmbedAsync(new EmbedView("LotteryLab", "auto", null, null, null, problem, "")), status);

    private static IResult Html(string text, int status) => Results.Content(text, "text/html; charset=utf-8", statusCode: status);

    private static bool TryRead(string? text, int least, int most, out int? value)
    {
        value = null;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        value = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        return value >= least && value <= most;
    }
}
