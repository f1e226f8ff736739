using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Specs;
using LotteryLab.Web.Components;
using LotteryLab.Web.Library;
using LotteryLab.Web.Security;

namespace LotteryLab.Web;

/// <summary>Puts the web app together.</summary>
internal static class WebHost
{
    /// <summary>Builds the app; nothing listens until it is started.</summary>
    public static WebApplication Build(string[] args)
    {
        // Settings lie beside the program: the app is started from any folder.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
            // The list of static files is named after it, also when another program (a test) starts the app.
            ApplicationName = typeof(WebHost).Assembly.GetName().Name,
        });
        builder.WebHost.UseStaticWebAssets();

        // These lines hold the whole address, and the address of the hub may hold a token. Settings may not change that.
        builder.Services.PostConfigure<LoggerFilterOptions>(options => options.Rules.Add(new LoggerFilterRule(null, "Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning, null)));

        builder.Services.AddSingleton(LaboratoryOf(builder.Configuration));
        builder.Services.AddSingleton(ComponentCatalog.Default);
        builder.Services.AddSingleton<ComponentLibrary>();
        builder.Services.AddPages();
        Backend.Add(builder);
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();

        var app = builder.Build();
        app.UseMiddleware<SecurityHeaders>();
        if (!app.Environment.IsDevelopment())
        {
            app.UseExceptionHandler("/error", createScopeForErrors: true);
        }

        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        Backend.Use(app);
        app.UseAntiforgery();
        app.MapStaticAssets();
        BlazorScript.Map(app);
        Backend.Map(app);
        app.MapRazorComponents<App>()
            // SecurityHeaders already says who may frame a page.
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
        return app;
    }

    // The command line reads the variable, so the variable wins: both then see the same experiments.
    private static Laboratory LaboratoryOf(IConfiguration configuration) =>
        configuration["LotteryLab:Home"] is { Length: > 0 } folder && string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable("LOTTERYLAB_HOME"))
            ? new Laboratory(folder)
            : Laboratory.Default();
}
