using LotteryLab.Data.Stores;
using LotteryLab.Web.Scheduling;
using LotteryLab.Web.Security;

namespace LotteryLab.Web.Api;

/// <summary><c>/api/queue</c>: what waits, in which order, and why.</summary>
internal static class QueueApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/queue").WithTags("queue").RequireAuthorization(Access.View);
        group.MapGet("", async (QueueStore queue, QueueSwitch paused, CancellationToken cancellation) =>
            new QueueView(await paused.IsPausedAsync(cancellation), await queue.ListAsync(cancellation))).WithSummary("Who has a worker and who waits");
        group.MapPost("/{id}/move", async (string id, int position, QueueStore queue, QueueService service, CancellationToken cancellation) =>
        {
            var isMoved = await queue.MoveAsync(id, position, cancellation);
            service.Nudge();
            return isMoved ? Results.NoContent() : ApiProblem.NotFound("waiting experiment");
        }).WithSummary("Give a waiting experiment another place, 1 is next").RequireAuthorization(Access.Research);
        group.MapPost("/pause", (QueueSwitch paused, CancellationToken cancellation) => paused.SetAsync(true, cancellation)).WithSummary("Start no new workers").RequireAuthorization(Access.Research);
        group.MapPost("/resume", async (QueueSwitch paused, QueueService service, CancellationToken cancellation) =>
        {
            await paused.SetAsync(false, cancellation);
            service.Nudge();
        }).WithSummary("Start workers again").RequireAuthorization(Access.Research);
    }
}

/// <summary>The queue.</summary>
/// <param name="IsPaused">Whether no new workers are started.</param>
/// <param name="Items">Those that have a worker, then those that wait, in order.</param>
internal sealed record QueueView(bool IsPaused, IReadOnlyList<QueueItem> Items);
