using System.Security.Claims;
using LotteryLab.Data.Stores;
using LotteryLab.Engine.Specs;
using LotteryLab.Web.Components.Experiments;
using LotteryLab.Web.Reading;
using LotteryLab.Web.Scheduling;
using LotteryLab.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace LotteryLab.Web.Api;

/// <summary><c>/api/experiments</c>: launch, list, read, steer.</summary>
internal static class ExperimentsApi
{
    private const int MostCurves = 400;

    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/experiments").WithTags("experiments").RequireAuthorization(Access.View);
        group.MapGet("", ListAsync).WithSummary("Experiments, a page at a time");
        group.MapPost("", LaunchAsync).WithSummary("Launch a spec").RequireAuthorization(Access.Research).RequireRateLimiting(RateLimits.Launch).Accepts<ExperimentSpec>("application/json");
        group.MapPost("/estimate", EstimateAsync).WithSummary("What a spec would cost, without running it").RequireRateLimiting(RateLimits.Launch).Accepts<ExperimentSpec>("application/json");
        group.MapPost("/validate", (Delegate)ValidateAsync).WithSummary("Every problem of a spec; empty when it can be launched").Accepts<ExperimentSpec>("application/json");
        group.MapGet("/{id}", FindAsync).WithSummary("One experiment");
        group.MapPatch("/{id}", EditAsync).WithSummary("Change name, notes, tags, pin or archive").RequireAuthorization(Access.Research);
        group.MapGet("/{id}/results", ResultsAsync).WithSummary("Rounds, planned and finished");
        group.MapGet("/{id}/verdict", VerdictAsync).WithSummary("Who wins: the rule's facts and its sentences, at a tolerance in percentage points");
        group.MapGet("/{id}/series", SeriesAsync).WithSummary("Curves of its trainings");
        group.MapPost("/{id}/pause", (string id, Launcher launcher, CancellationToken cancellation) => DoAsync(launcher.PauseAsync(id, cancellation))).WithSummary("Write checkpoints and stop").RequireAuthorization(Access.Research);
        group.MapPost("/{id}/cancel", (string id, Launcher launcher, CancellationToken cancellation) => DoAsync(launcher.CancelAsync(id, cancellation))).WithSummary("Stop for good; what is finished is kept").RequireAuthorization(Access.Research);
        group.MapPost("/{id}/resume", (string id, Launcher launcher, CancellationToken cancellation) => DoAsync(launcher.ResumeAsync(id, cancellation))).WithSummary("Go on").RequireAuthorization(Access.Research);
        group.MapPost("/{id}/retry", (string id, Launcher launcher, CancellationToken cancellation) => DoAsync(launcher.RetryAsync(id, cancellation))).WithSummary("Try failed steps again").RequireAuthorization(Access.Research);
        group.MapPost("/{id}/clone", CloneAsync).WithSummary("Launch a copy under another seed").RequireAuthorization(Access.Research).RequireRateLimiting(RateLimits.Launch);
        group.MapPost("/{id}/evidence/{kind}", EvidenceAsync).WithSummary("Launch the same spec with missing evidence added: replicates, fine-tuning, or the name of a control").RequireAuthorization(Access.Research).RequireRateLimiting(RateLimits.Launch);
    }

    private static async Task<Page<ExperimentSummary>> ListAsync(
        ExperimentStore store,
        CancellationToken cancellation,
        string text = "",
        string state = "",
        string tag = "",
        string architecture = "",
        string dataset = "",
        string method = "",
        bool archived = false,
        ExperimentSort sort = ExperimentSort.Created,
        bool descending = true,
        int page = 1,
        int pageSize = ExperimentFilter.DefaultPageSize) =>
        await store.ListAsync(
            new ExperimentFilter
            {
                Text = text,
                States = [.. state.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(word => Enum.TryParse<ExperimentState>(word, ignoreCase: true, out var value) ? value : (ExperimentState?)null).OfType<ExperimentState>()],
                Tag = tag,
                Architecture = architecture,
                Dataset = dataset,
                Method = method,
                IsArchived = archived,
                Sort = sort,
                IsDescending = descending,
                Page = page,
                PageSize = pageSize,
            },
            cancellation);

    private static async Task<IResult> LaunchAsync(HttpRequest request, Launcher launcher, ClaimsPrincipal user, CancellationToken cancellation)
    {
        var spec = launcher.Read(await ReadTextAsync(request, cancellation));
        var outcome = await launcher.LaunchAsync(spec, Access.OwnerOf(user), cancellation);
        return outcome.IsNew ? Results.Created($"/api/experiments/{outcome.Id}", outcome) : Results.Ok(outcome);
    }

    private static async Task<Estimate> EstimateAsync(HttpRequest request, Launcher launcher, Estimator estimator, CancellationToken cancellation) =>
        await estimator.EstimateAsync(launcher.Read(await ReadTextAsync(request, cancellation)), cancellation);

    private static async Task<IReadOnlyList<SpecProblem>> ValidateAsync(HttpRequest request, Engine.Specs.ComponentCatalog catalog, CancellationToken cancellation)
    {
        _ = new SpecReader(catalog).TryRead(await ReadTextAsync(request, cancellation), out var problems);
        return problems;
    }

    private static async Task<IResult> FindAsync(string id, ExperimentStore store, CancellationToken cancellation) =>
        await store.FindAsync(id, cancellation) is { } detail ? Results.Ok(detail) : ApiProblem.NotFound("experiment");

    private static async Task<IResult> EditAsync(string id, [FromBody] ExperimentEdit edit, ExperimentEditor editor, ExperimentStore store, CancellationToken cancellation)
    {
        var isThere = (edit.Name is not { } name || await editor.RenameAsync(id, name, cancellation))
            && (edit.Notes is not { } notes || await editor.WriteNotesAsync(id, notes, cancellation))
            && (edit.Tags is not { } tags || await editor.TagAsync(id, tags, cancellation))
            && (edit.IsPinned is not { } pinned || await editor.PinAsync(id, pinned, cancellation))
            && (edit.IsArchived is not { } archived || await editor.ArchiveAsync(id, archived, cancellation));
        return isThere ? await FindAsync(id, store, cancellation) : ApiProblem.NotFound("experiment");
    }

    private static async Task<IResult> ResultsAsync(string id, ExperimentStore store, CancellationToken cancellation) =>
        await store.FindAsync(id, cancellation) is null ? ApiProblem.NotFound("experiment") : Results.Ok(await store.RoundsAsync(id, cancellation));

    private static async Task<IResult> VerdictAsync(string id, ExperimentStore store, CancellationToken cancellation, string? tolerance = null) =>
        await store.FindAsync(id, cancellation) is null
            ? ApiProblem.NotFound("experiment")
            : Results.Ok(VerdictAnswer.Of(await store.RoundsAsync(id, cancellation), VerdictCard.ReadTolerance(tolerance)));

    private static async Task<IResult> SeriesAsync(string id, ExperimentStore store, CancellationToken cancellation, int? replicate = null, string? branch = null, int? round = null) =>
        await store.FindAsync(id, cancellation) is null
            ? ApiProblem.NotFound("experiment")
            : Results.Ok(await store.SeriesAsync(id, replicate, branch, round, MostCurves, cancellation));

    private static async Task<IResult> CloneAsync(string id, Launcher launcher, ClaimsPrincipal user, CancellationToken cancellation, string? name = null, long? seed = null)
    {
        var outcome = await launcher.CloneAsync(id, name, seed, Access.OwnerOf(user), cancellation);
        return Results.Created($"/api/experiments/{outcome.Id}", outcome);
    }

    private static async Task<IResult> EvidenceAsync(string id, string kind, ExperimentStore store, Launcher launcher, ClaimsPrincipal user, CancellationToken cancellation)
    {
        if (await store.FindAsync(id, cancellation) is not { } detail)
        {
            return ApiProblem.NotFound("experiment");
        }

        var spec = EvidenceSlot.FollowUpOf(launcher.Read(detail.SpecText), kind)
            ?? throw new Engine.LotteryLabException("evidence.refused", $"'{kind}' cannot be added to this experiment: it is there already, unknown, or does not fit its method.", "Choose replicates, fine-tuning (with imp), or a control that the spec does not have.");
        var outcome = await launcher.LaunchAsync(spec, Access.OwnerOf(user), cancellation);
        return outcome.IsNew ? Results.Created($"/api/experiments/{outcome.Id}", outcome) : Results.Ok(outcome);
    }

    private static async Task<IResult> DoAsync(Task work)
    {
        await work;
        return Results.Accepted();
    }

    /// <summary>The body as text; the spec reader says what is wrong with it, better than a JSON binder could.</summary>
    private static async Task<string> ReadTextAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (!request.HasJsonContentType())
        {
            throw new Engine.LotteryLabException("api.not-json", "The request does not say that it is JSON.", "Send 'Content-Type: application/json'.");
        }

        using var reader = new StreamReader(request.Body);
        var buffer = new char[SpecReader.LongestText + 1];
        var count = await reader.ReadBlockAsync(buffer, cancellation);
        return new string(buffer, 0, count);
    }
}

/// <summary>What should change; what is null stays.</summary>
/// <param name="Name">Name.</param>
/// <param name="Notes">Notes.</param>
/// <param name="Tags">All tags.</param>
/// <param name="IsPinned">Pinned to the top.</param>
/// <param name="IsArchived">Hidden from lists.</param>
internal sealed record ExperimentEdit(string? Name = null, string? Notes = null, IReadOnlyList<string>? Tags = null, bool? IsPinned = null, bool? IsArchived = null);
