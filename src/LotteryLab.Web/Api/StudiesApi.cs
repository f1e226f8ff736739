using System.Security.Claims;
using System.Text.Json;
using LotteryLab.Engine;
using LotteryLab.Engine.Specs;
using LotteryLab.Web.Scheduling;
using LotteryLab.Web.Security;
using LotteryLab.Web.Studies;
using Microsoft.AspNetCore.WebUtilities;

namespace LotteryLab.Web.Api;

/// <summary><c>/api/plans</c> and <c>/api/studies</c>: what specs cost together, and grids of methods launched as one experiment.</summary>
internal static class StudiesApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var plans = api.MapGroup("/plans").WithTags("studies").RequireAuthorization(Access.View);
        plans.MapPost("", CountAsync).WithSummary("What a list of specs would cost, equal steps counted once").RequireRateLimiting(RateLimits.Launch).Accepts<ExperimentSpec[]>("application/json");
        var studies = api.MapGroup("/studies").WithTags("studies");
        studies.MapPost("", LaunchAsync).WithSummary("Launch a grid of methods, weights remaining and seeds; the question is the address of the planner page").RequireAuthorization(Access.Research).RequireRateLimiting(RateLimits.Launch);
    }

    private static async Task<PlanCounts> CountAsync(JsonElement specs, Launcher launcher, Estimator estimator, CancellationToken cancellation)
    {
        if (specs.ValueKind != JsonValueKind.Array || specs.GetArrayLength() is 0 or > Estimator.MostSpecs)
        {
            throw new LotteryLabException("plans.list", $"A list of 1 to {Estimator.MostSpecs} specs is expected.", "Send a JSON array of specs.");
        }

        return await estimator.CountAsync([.. specs.EnumerateArray().Select(spec => launcher.Read(spec.GetRawText()))], cancellation);
    }

    private static async Task<IResult> LaunchAsync(StudyRequest request, StudyPlanner planner, Launcher launcher, ClaimsPrincipal user, CancellationToken cancellation)
    {
        var spec = await planner.SpecAsync(StudyQuestion.Read(QueryHelpers.ParseQuery(request.Query)), cancellation);
        var outcome = await launcher.LaunchAsync(spec, Access.OwnerOf(user), cancellation);
        return outcome.IsNew ? Results.Created($"/api/experiments/{outcome.Id}", outcome) : Results.Ok(outcome);
    }
}

/// <summary>A study to launch.</summary>
/// <param name="Query">The question as the planner page has it in its address, for example <c>base=first-ticket&amp;m=imp&amp;m=snip&amp;d=50,20&amp;n=3</c>.</param>
internal sealed record StudyRequest(string Query);
