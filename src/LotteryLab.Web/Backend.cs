using LotteryLab.Data;
using LotteryLab.Web.Administration;
using LotteryLab.Web.Api;
using LotteryLab.Web.Live;
using LotteryLab.Web.Preview;
using LotteryLab.Web.Scheduling;
using LotteryLab.Web.Security;
using LotteryLab.Web.Sharing;
using LotteryLab.Web.Studies;
using LotteryLab.Web.Tickets;
using LotteryLab.Web.Transfer;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace LotteryLab.Web;

/// <summary>Everything behind the pages: data, queue, live hub, API, shares, accounts.</summary>
internal static class Backend
{
    private const long LargestUpload = 512L << 20;

    /// <summary>Registers the services that pages and API call.</summary>
    public static void Add(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.WebHost.ConfigureKestrel(ListenGuard.Apply);
        builder.WebHost.ConfigureKestrel(options => options.Limits.MaxRequestBodySize = LargestUpload);
        services.Configure<FormOptions>(options => options.MultipartBodyLengthLimit = LargestUpload);
        services.AddLotteryData();
        services.AddSingleton(WorkerSettings.Of(builder.Configuration));
        services.AddSingleton<WorkerProgram>().AddSingleton<LaboratoryLeader>().AddSingleton<QueueSwitch>().AddSingleton<Launcher>().AddSingleton<Estimator>().AddSingleton<StudyPlanner>().AddSingleton<EvidenceOffers>().AddSingleton<DivergenceReader>();
        services.AddSingleton<QueueService>().AddSingleton<LiveConnections>().AddSingleton<LiveEcho>().AddSingleton<ShareService>().AddSingleton<TicketService>();
        services.AddSingleton(provider => ShareSettings.Of(provider.GetRequiredService<IConfiguration>())).AddSingleton<PreviewPictures>().AddSingleton<SharedDocuments>();
        services.AddSingleton(TransferSettings.Of(builder.Configuration)).AddSingleton<TransferService>().AddSingleton<ReproductionService>();
        services.AddHostedService<DatabaseStart>().AddHostedService<FollowService>().AddHostedService(provider => provider.GetRequiredService<QueueService>());
        services.AddHostedService<CalibrationService>();
        services.AddSignalR(options => options.MaximumReceiveMessageSize = 16 << 10).AddJsonProtocol(options => DataJson.Apply(options.PayloadSerializerOptions));
        services.ConfigureHttpJsonOptions(options => DataJson.Apply(options.SerializerOptions));
        services.AddOpenApi();
        services.AddProblemDetails();
        Access.Add(services);
        RateLimits.Add(services);
        services.AddPlaces();
    }

    /// <summary>Puts sign-in, limits and error answers of the API into the pipeline; after the error pages, before the endpoints.</summary>
    public static void Use(WebApplication app)
    {
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/api"), api =>
        {
            api.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = AnswerDefectAsync, SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException });
            api.UseStatusCodePages(context => AnswerStatus(context.HttpContext.Response.StatusCode).ExecuteAsync(context.HttpContext));
        });
        app.UseMiddleware<SameOrigin>();
        app.UseMiddleware<ReadingOnly>();
        app.UseAuthentication();
        app.UseMiddleware<SignInGate>();
        app.UseAuthorization();
        app.UseRateLimiter();
    }

    /// <summary>Maps the API, the forms of the sign-in pages and the hub.</summary>
    public static void Map(WebApplication app)
    {
        ApiRoutes.Map(app);
        EmbedRoutes.Map(app);
        SignInForms.Map(app);
        app.MapHub<LiveHub>("/hubs/live");
    }

    private static IResult AnswerStatus(int status) => status switch
    {
        StatusCodes.Status404NotFound => ApiProblem.Of("api.no-route", "The API has no such address.", "See /openapi/v1.json.", status),
        StatusCodes.Status405MethodNotAllowed => ApiProblem.Of("api.method", "This address does not answer to that method.", "See /openapi/v1.json.", status),
        StatusCodes.Status415UnsupportedMediaType => ApiProblem.Of("api.not-json", "The request does not say that it is JSON.", "Send 'Content-Type: application/json'.", status),
        StatusCodes.Status401Unauthorized => ApiProblem.Of("api.sign-in", "This needs an account.", "Sign in, or send 'Authorization: Bearer TOKEN'.", status),
        StatusCodes.Status403Forbidden => ApiProblem.Of("api.role", "Your role does not allow this.", "Ask the administrator.", status),
        _ => ApiProblem.Of("api.refused", "The server refused this.", "See /openapi/v1.json for what the call expects.", status),
    };

    private static Task AnswerDefectAsync(HttpContext context)
    {
        var failure = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        var answer = failure is BadHttpRequestException bad
            ? ApiProblem.Of("api.bad-request", bad.Message, "See /openapi/v1.json for what the call expects.", bad.StatusCode)
            : ApiProblem.Of("api.defect", "The server failed at this.", "The log of the server has the details; please report it.", StatusCodes.Status500InternalServerError);
        return answer.ExecuteAsync(context);
    }
}
