using LotteryLab.Engine.Datasets;
using LotteryLab.Web.Datasets;

namespace LotteryLab.Web.Administration;

/// <summary>Registers what data sets, settings and administration need.</summary>
internal static class PlaceServices
{
    public static void AddPlaces(this IServiceCollection services)
    {
        services.AddSingleton(_ => DataFolders.Default()).AddSingleton(_ => DatasetTransport.Create());
        services.AddSingleton<DatasetReports>().AddSingleton<DatasetReader>().AddSingleton<DatasetImport>().AddSingleton<DatasetDesk>();
        services.AddHostedService(provider => provider.GetRequiredService<DatasetDesk>());
        services.AddSingleton(provider => BackupSettings.Of(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton<StorageReader>().AddSingleton<BackupService>().AddSingleton<FollowerPulse>().AddSingleton<HealthReader>();
        services.AddSingleton(provider => WebhookTransport.Create(provider.GetRequiredService<IConfiguration>().GetValue("LotteryLab:Webhook:AllowPrivate", false)));
        services.AddSingleton<WebhookSettings>().AddSingleton<WebhookSender>().AddHostedService<DoneWatch>();
    }
}
