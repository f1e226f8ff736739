using LotteryLab.Data.Stores;
using LotteryLab.Web.Administration;
using LotteryLab.Web.Security;

namespace LotteryLab.Web.Api;

/// <summary>What administrators do: invitations, storage, backups, health.</summary>
internal static class AdministrationApi
{
    private const int MostDays = 90;
    private const int LongestLabel = 200;

    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("").WithTags("administration").RequireAuthorization(Access.Administer);
        group.MapGet("/health", (HealthReader health) => health.Read()).WithSummary("Database, journals, disk, and what needs attention");
        group.MapGet("/storage", (StorageReader storage, CancellationToken cancellation) => storage.ReadAsync(cancellation)).WithSummary("What each experiment holds on the disk, and what nobody reaches");
        group.MapPost("/storage/collect", (StorageReader storage, CancellationToken cancellation, bool dryRun = true) => storage.CollectAsync(dryRun, cancellation))
            .WithSummary("Delete results that no experiment reaches; with dryRun, the default, only count them");
        group.MapGet("/backups", (BackupService backups) => backups.List()).WithSummary("Copies of the database");
        group.MapPost("/backups", async (BackupService backups, CancellationToken cancellation) => Results.Created("/api/backups", await backups.MakeAsync(cancellation)))
            .WithSummary("Copy the database now").Produces<BackupFile>(StatusCodes.Status201Created).RequireRateLimiting(RateLimits.Launch);

        var invitations = api.MapGroup("/invitations").WithTags("accounts").RequireAuthorization(Access.Administer);
        invitations.MapGet("", (InvitationStore store, CancellationToken cancellation) => store.ListAsync(cancellation)).WithSummary("Invitations, used ones too");
        invitations.MapPost("", InviteAsync).WithSummary("Make a one-time code for an account; it is shown once").Produces<CreatedInvitation>(StatusCodes.Status201Created);
        invitations.MapDelete("/{id}", async (string id, InvitationStore store, CancellationToken cancellation) =>
            await store.RevokeAsync(id, cancellation) ? Results.NoContent() : ApiProblem.NotFound("invitation")).WithSummary("End an invitation");
        api.MapPost("/invitations/accept", async (AcceptedInvitation accepted, Accounts accounts, CancellationToken cancellation) =>
            Results.Created("/api/session", await accounts.AcceptAsync(accepted.Code, accepted.Name, accepted.Password, cancellation)))
            .WithTags("accounts").WithSummary("Make an account with an invitation").Produces<UserRecord>(StatusCodes.Status201Created).AllowAnonymous().RequireRateLimiting(RateLimits.SignIn);
    }

    private static async Task<IResult> InviteAsync(NewInvitation request, InvitationStore store, TimeProvider time, CancellationToken cancellation)
    {
        if (request.Label.Length > LongestLabel || request.ExpiresInDays is <= 0 or > MostDays)
        {
            return ApiProblem.Of("invitation.refused", $"An invitation lasts 1 to {MostDays} days and has a label of at most {LongestLabel} characters.", "Choose another time or a shorter label.", StatusCodes.Status400BadRequest);
        }

        var (record, code) = await store.AddAsync(request.Label, request.Role, time.GetUtcNow().AddDays(request.ExpiresInDays), cancellation);
        return Results.Created("/api/invitations", new CreatedInvitation(record, code));
    }
}

/// <summary>An invitation to be made.</summary>
/// <param name="Label">Whom it is for.</param>
/// <param name="Role">Role of the account.</param>
/// <param name="ExpiresInDays">Days that it lasts, 1 to 90.</param>
internal sealed record NewInvitation(string Label, UserRole Role, int ExpiresInDays = 7);

/// <summary>A new invitation; its code cannot be had again.</summary>
/// <param name="Record">The invitation.</param>
/// <param name="Code">The code, to be entered at <c>/join</c>.</param>
internal sealed record CreatedInvitation(InvitationRecord Record, string Code);

/// <summary>What making an account with an invitation needs.</summary>
/// <param name="Code">The code.</param>
/// <param name="Name">Name to sign in with.</param>
/// <param name="Password">Password.</param>
internal sealed record AcceptedInvitation(string Code, string Name, string Password);
