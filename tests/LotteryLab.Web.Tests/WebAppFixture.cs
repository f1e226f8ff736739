using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Datasets;
using LotteryLab.Web.Scheduling;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace LotteryLab.Web.Tests;

/// <summary>The app in memory over a laboratory of its own.</summary>
public sealed class WebAppFixture : WebApplicationFactory<Program>
{
    /// <summary>Folder of the laboratory, empty at first.</summary>
    public string Home { get; } = Directory.CreateTempSubdirectory("lotterylab-web-").FullName;

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        // What the host says about itself would bury the one failure that a reader of the test run looks for.
        builder.ConfigureTestServices(services => services.RemoveAll<ILoggerProvider>().AddSingleton(new Laboratory(Home)).AddSingleton(new WorkerSettings { Worker = FakeWorker.Install(Home), Calibrates = false }).AddSingleton(new DatasetFolder([Path.Combine(Home, "data")])));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            LaboratoryRemains.Delete(Home);
        }
    }
}
