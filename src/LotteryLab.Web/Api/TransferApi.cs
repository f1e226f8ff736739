using System.Security.Claims;
using LotteryLab.Engine.Transfer;
using LotteryLab.Web.Security;
using LotteryLab.Web.Transfer;
using Microsoft.AspNetCore.Http.Features;

namespace LotteryLab.Web.Api;

/// <summary>Experiments as files, between servers.</summary>
internal static class TransferApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/experiments").WithTags("experiments").RequireAuthorization(Access.View);
        group.MapGet("/{id}/export", ExportAsync).WithSummary("The experiment as one file: spec, plan, results, masks, weights, curves").RequireRateLimiting(RateLimits.Launch);
        group.MapPost("/import", ImportAsync).WithSummary("Take in a file that another server exported").RequireAuthorization(Access.Research).RequireRateLimiting(RateLimits.Launch).Accepts<Stream>("application/zip");
        group.MapGet("/{id}/verify", VerifyAsync).WithSummary("An imported experiment beside the same spec run here");
    }

    private static async Task<IResult> ExportAsync(string id, TransferService transfer, CancellationToken cancellation) =>
        await transfer.ExportAsync(id, cancellation) is { } file ? Results.Stream(file, "application/zip", id + ExperimentExport.Extension) : ApiProblem.NotFound("experiment");

    private static async Task<IResult> ImportAsync(HttpContext http, TransferService transfer, TransferSettings settings, ClaimsPrincipal user, CancellationToken cancellation, string name = "")
    {
        if (http.Request.HasFormContentType || http.Request.HasJsonContentType())
        {
            throw new Engine.LotteryLabException("bundle.body", "The file itself must be the body of the request.", "Send 'Content-Type: application/zip', for example with curl --data-binary @FILE.");
        }

        // The limit of the server is meant for forms; this upload goes to the disk as it comes, and has a limit of its own.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = settings.Limits.LargestBundle;
        }

        var outcome = await transfer.ImportAsync(http.Request.Body, name.Length > 0 ? name : "a file", Access.OwnerOf(user), cancellation);
        return outcome.IsNew ? Results.Created($"/api/experiments/{outcome.Id}", outcome) : Results.Ok(outcome);
    }

    private static async Task<IResult> VerifyAsync(string id, ReproductionService reproductions, CancellationToken cancellation, double tolerance = Reproduction.DefaultTolerance) =>
        await reproductions.CompareAsync(id, tolerance, cancellation) is { } comparison ? Results.Ok(comparison) : ApiProblem.NotFound("imported experiment");
}
