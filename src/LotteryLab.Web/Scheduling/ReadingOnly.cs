using LotteryLab.Web.Api;

namespace LotteryLab.Web.Scheduling;

/// <summary>Refuses changes in a web app that does not lead its laboratory: two writers would undo each other's work. Reading, signing in and the live connection go on.</summary>
internal sealed class ReadingOnly(RequestDelegate next, LaboratoryLeader leader)
{
    private static readonly string[] Harmless = ["/_blazor", "/hubs", "/sign-in", "/api/session", "/api/experiments/validate", "/api/experiments/estimate", "/api/plans"];

    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var isChange = !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method));
        if (isChange && !leader.IsLeading && !Harmless.Any(path => request.Path.StartsWithSegments(path, StringComparison.Ordinal)))
        {
            await ApiProblem.Of("web.reading-only", "This web app only reads: " + Words(leader.Other()), Fix(leader.Other()), StatusCodes.Status503ServiceUnavailable).ExecuteAsync(context);
            return;
        }

        await next(context);
    }

    /// <summary>Who leads, as a sentence.</summary>
    public static string Words(LeaderSign? other) => other is null
        ? "another one runs the queue of this laboratory."
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"another one (process {other.Process}{(other.Address.Length > 0 ? $", {other.Address}" : "")}) runs the queue of this laboratory.");

    /// <summary>What to do about it.</summary>
    public static string Fix(LeaderSign? other) =>
        $"{(other is { Address.Length: > 0 } ? $"Work at {other.Address}" : "Work in the other one")}, or end it: this one takes over within a second.";
}
