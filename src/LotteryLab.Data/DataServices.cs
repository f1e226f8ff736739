using LotteryLab.Data.Ingest;
using LotteryLab.Data.Live;
using LotteryLab.Data.Stores;
using LotteryLab.Engine.Artifacts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LotteryLab.Data;

/// <summary>Registers what this project offers.</summary>
public static class DataServices
{
    /// <summary>Adds the database of the registered <see cref="Laboratory"/>, its stores, the follower of journals and the live feed.</summary>
    public static IServiceCollection AddLotteryData(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new LaboratoryDatabase(Path.Combine(provider.GetRequiredService<Laboratory>().Root, LaboratoryDatabase.FileName)));
        services.AddSingleton<ExperimentStore>().AddSingleton<SharingStore>().AddSingleton<ExperimentEditor>().AddSingleton<QueueStore>().AddSingleton<ShareStore>();
        services.AddSingleton<UserStore>().AddSingleton<ApiTokenStore>().AddSingleton<SettingStore>().AddSingleton<InvitationStore>().AddSingleton<DatabaseCare>();
        return services.AddSingleton<LiveFeed>().AddSingleton<JournalFollower>();
    }
}
