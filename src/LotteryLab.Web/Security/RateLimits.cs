using System.Threading.RateLimiting;
using LotteryLab.Web.Api;
using LotteryLab.Web.Text;

namespace LotteryLab.Web.Security;

/// <summary>How often one address may try what could be guessed or is costly.</summary>
internal static class RateLimits
{
    /// <summary>Sign-in and set-up: ten tries in five minutes.</summary>
    public const string SignIn = "sign-in";

    /// <summary>Uploads and launches: sixty a minute.</summary>
    public const string Launch = "launch";

    public static void Add(IServiceCollection services) => services.AddRateLimiter(options =>
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = (context, _) => new ValueTask(Refusal(context.HttpContext.Request).ExecuteAsync(context.HttpContext));
        options.AddPolicy(SignIn, context => Window(context, 10, TimeSpan.FromMinutes(5)));
        options.AddPolicy(Launch, context => Window(context, 60, TimeSpan.FromMinutes(1)));
    });

    // People who filled in a form get its page again, programs a problem.
    private static IResult Refusal(HttpRequest request) => SignInForms.Has(request)
        ? Results.Redirect(SignInForms.Refusal(request, SignInText.TooOften))
        : ApiProblem.Of(SignInText.TooOften, "That was tried too often.", "Wait a few minutes.", StatusCodes.Status429TooManyRequests);

    private static RateLimitPartition<string> Window(HttpContext context, int permits, TimeSpan window) => RateLimitPartition.GetFixedWindowLimiter(
        context.Connection.RemoteIpAddress?.ToString() ?? "",
        _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = window, QueueLimit = 0 });
}
