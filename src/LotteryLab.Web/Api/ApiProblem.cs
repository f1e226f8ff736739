using LotteryLab.Engine;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Web.Api;

/// <summary>Turns failures into problem details: the sentence a page would show, what to do, and a stable code.</summary>
internal static class ApiProblem
{
    /// <summary>A problem of our own making.</summary>
    public static IResult Of(string code, string problem, string fix, int status) => Results.Problem(
        title: problem,
        statusCode: status,
        extensions: new Dictionary<string, object?> { ["code"] = code, ["fix"] = fix });

    /// <summary>The problem that an exception is.</summary>
    public static IResult Of(LotteryLabException failure) => failure is UnparsedSpecException invalid
        ? Results.Problem(
            title: invalid.Problems.Count == 1 ? "The spec has a problem." : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"The spec has {invalid.Problems.Count} problems."),
            statusCode: StatusCodes.Status400BadRequest,
            extensions: new Dictionary<string, object?> { ["code"] = invalid.Code, ["fix"] = "Correct each of the problems; 'path' says where it is.", ["problems"] = invalid.Problems })
        : Of(failure.Code, failure.Problem, failure.Fix, StatusOf(failure.Code));

    /// <summary>Nothing is there, or it is not for whoever asks: the answer does not say which.</summary>
    public static IResult NotFound(string what) => Of("not-found", $"There is no such {what}, or it is not shared with you.", "Look for it in the list.", StatusCodes.Status404NotFound);

    /// <summary>Answers for all endpoints of a group.</summary>
    public static async ValueTask<object?> FilterAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (LotteryLabException failure)
        {
            return Of(failure);
        }
        catch (IOException problem) when (problem is not FileNotFoundException)
        {
            return Of("disk.failed", $"The disk of the laboratory refused: {problem.Message}", "Free space or check the disk, then try again; finished work is safe.", StatusCodes.Status507InsufficientStorage);
        }
    }

    private static int StatusOf(string code) => code switch
    {
        _ when code.EndsWith(".not-found", StringComparison.Ordinal) || code.EndsWith(".unknown", StringComparison.Ordinal) || code is "ticket.dense" or "ticket.no-layer" or "ticket.no-frame" or "ticket.no-mask-yet" or "ticket.not-trained" => StatusCodes.Status404NotFound,
        "experiment.conflict" or "experiment.imported" or "user.exists" or "user.last-admin" or "setup.done" or "gc.busy" or "dataset.exists" => StatusCodes.Status409Conflict,
        "bundle.too-large" => StatusCodes.Status413PayloadTooLarge,
        "disk.full" => StatusCodes.Status507InsufficientStorage,
        "worker.missing" or "worker.broken" or "worker.no-libtorch" => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status400BadRequest,
    };
}
