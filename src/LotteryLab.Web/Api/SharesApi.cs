using System.Globalization;
using System.Security.Claims;
using System.Text;
using LotteryLab.Data.Stores;
using LotteryLab.Web.Preview;
using LotteryLab.Web.Security;
using LotteryLab.Web.Sharing;
using LotteryLab.Web.Tickets;
using Microsoft.Net.Http.Headers;

namespace LotteryLab.Web.Api;

/// <summary><c>/api/shares</c> for those who share, <c>/api/shared/{token}</c> for those who got a link.</summary>
internal static class SharesApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/shares").WithTags("shares").RequireAuthorization(Access.Research);
        group.MapPost("", async (ShareRequest request, ShareService shares, ClaimsPrincipal user, CancellationToken cancellation) =>
        {
            var (share, token) = await shares.CreateAsync(request, Access.OwnerOf(user), cancellation);
            return Results.Created($"/api/shares/{share.Id}", new CreatedShare(share, token, $"/s/{token}", share.AllowsEmbedding ? $"/embed/{token}" : null));
        }).WithSummary("Make a link; its token is shown once");
        group.MapGet("", (ShareStore store, ClaimsPrincipal user, CancellationToken cancellation, string? target = null) =>
            store.ListAsync(Access.Scope(user), target, cancellation)).WithSummary("Links and when they were used");
        group.MapDelete("/{id}", async (string id, ShareStore store, ClaimsPrincipal user, CancellationToken cancellation) =>
            await store.RevokeAsync(id, Access.Scope(user), cancellation) ? Results.NoContent() : ApiProblem.NotFound("link")).WithSummary("End a link at once");

        var shared = api.MapGroup("/shared/{token}").WithTags("shares").AllowAnonymous();
        shared.MapGet("", (string token, HttpContext http, ShareService shares, CancellationToken cancellation) =>
            OpenAsync(token, http, shares, async share => await shares.ViewAsync(share, cancellation) is { } view ? Results.Ok(view) : ApiProblem.NotFound("link"))).WithSummary("What a link shows");
        shared.MapGet("/verdict", (string token, HttpContext http, ShareService shares, CancellationToken cancellation) =>
            OpenAsync(token, http, shares, async share => await shares.ViewAsync(share, cancellation) is { } view ? Results.Ok(view.Experiments.Select(shown => VerdictAnswer.Of(shown.Rounds))) : ApiProblem.NotFound("link"))).WithSummary("Who wins in each experiment that a link shows");
        shared.MapGet("/preview.png", (string token, HttpContext http, ShareService shares, PreviewPictures pictures) =>
            OpenAsync(token, http, shares, share => PreviewAsync(share, http, shares, pictures))).WithSummary("The picture that stands beside a posted link");
        shared.MapGet("/page.html", (string token, HttpContext http, ShareService shares, SharedDocuments documents) =>
            OpenAsync(token, http, shares, share => FileAsync(share, http, shares, documents))).WithSummary("The page as one file that needs nothing from anywhere");
        shared.MapGet("/spec.json", (string token, HttpContext http, ShareService shares, int experiment = 1) =>
            OpenAsync(token, http, shares, share => SpecAsync(share, experiment, http, shares))).WithSummary("The spec, to launch it elsewhere; experiments of a comparison count from 1");
        shared.MapGet("/tickets/{id}/masks/{layer}", (string token, string id, string layer, HttpContext http, ShareService shares, TicketService tickets, CancellationToken cancellation, int size = 96) =>
            OpenAsync(token, http, shares, async share => share.Contents.Masks && await ShowsAsync(share, id, shares, cancellation) ? await TicketsApi.MaskAsync(id, layer, http, tickets, cancellation, size) : ApiProblem.NotFound("ticket"))).WithSummary("A mask that a link shows");
        shared.MapGet("/tickets/{id}/export", (string token, string id, HttpContext http, ShareService shares, TicketService tickets, CancellationToken cancellation) =>
            OpenAsync(token, http, shares, async share => share.AllowsDownload && await ShowsAsync(share, id, shares, cancellation)
                ? Results.Stream(await tickets.ExportAsync(id, Engine.Export.TicketFormat.Safetensors, cancellation, share.IsAnonymous), "application/octet-stream", "ticket.safetensors")
                : ApiProblem.NotFound("download"))).WithSummary("A ticket that a link lets readers download");
    }

    private static async Task<IResult> PreviewAsync(ShareRecord share, HttpContext http, ShareService shares, PreviewPictures pictures)
    {
        if (await shares.ViewAsync(share, http.RequestAborted) is not { } view)
        {
            return ApiProblem.NotFound("link");
        }

        // Asked for again each time, so that a revoked link loses its picture at once; the tag spares drawing and sending it.
        http.Response.Headers.CacheControl = "no-cache";
        var (png, tag) = pictures.Of(new SharedReading(share, view).Card());
        return Results.Bytes(png, "image/png", entityTag: new EntityTagHeaderValue($"\"{tag}\""));
    }

    private static async Task<IResult> FileAsync(ShareRecord share, HttpContext http, ShareService shares, SharedDocuments documents) =>
        share.AllowsDownload && await shares.ViewAsync(share, http.RequestAborted) is { } view
            ? Results.File(Encoding.UTF8.GetBytes(await documents.FileAsync(new SharedReading(share, view), http.RequestAborted)), "text/html; charset=utf-8", "lotterylab.html")
            : ApiProblem.NotFound("download");

    private static async Task<IResult> SpecAsync(ShareRecord share, int experiment, HttpContext http, ShareService shares) =>
        share.AllowsDownload && await shares.ViewAsync(share, http.RequestAborted) is { } view && experiment >= 1 && experiment <= view.Experiments.Count
            ? Results.File(Encoding.UTF8.GetBytes(view.Experiments[experiment - 1].SpecText), "application/json", "spec.json")
            : ApiProblem.NotFound("download");

    /// <summary>Answers for links that have ended as the shared page does.</summary>
    private static async Task<IResult> OpenAsync(string token, HttpContext http, ShareService shares, Func<ShareRecord, Task<IResult>> answer)
    {
        var opened = await shares.OpenAsync(token, http.Connection.RemoteIpAddress?.ToString() ?? "", http.RequestAborted);
        http.Response.Headers["X-Robots-Tag"] = "noindex";
        return opened.State switch
        {
            ShareState.Open => await answer(opened.Share!),
            ShareState.Expired => Gone("share.expired", "This link expired", opened.Ended),
            ShareState.Revoked => Gone("share.revoked", "This link was revoked", opened.Ended),
            ShareState.TooManyGuesses => ApiProblem.Of("web.too-often", "Too many links that do not exist were tried from here.", "Wait a minute.", StatusCodes.Status429TooManyRequests),
            _ => ApiProblem.NotFound("link"),
        };
    }

    private static IResult Gone(string code, string what, DateTimeOffset? when) =>
        ApiProblem.Of(code, string.Create(CultureInfo.InvariantCulture, $"{what} on {when:yyyy-MM-dd}."), "Ask whoever sent it for a new one.", StatusCodes.Status410Gone);

    private static async Task<bool> ShowsAsync(ShareRecord share, string ticket, ShareService shares, CancellationToken cancellation) =>
        await shares.ViewAsync(share, cancellation) is { } view && view.Experiments.Any(shown => shown.Rounds.Any(round => round.Ticket == ticket));
}

/// <summary>A new link.</summary>
/// <param name="Share">The link.</param>
/// <param name="Token">Its token; it cannot be had again.</param>
/// <param name="Path">Address of its page on this server.</param>
/// <param name="EmbedPath">Address of the chart alone, for the frames of the listed sites; null when embedding was not asked for.</param>
internal sealed record CreatedShare(ShareRecord Share, string Token, string Path, string? EmbedPath);
