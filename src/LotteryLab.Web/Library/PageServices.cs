using LotteryLab.Web.Drafts;
using LotteryLab.Web.Reference;

namespace LotteryLab.Web.Library;

/// <summary>Registers what pages need besides the stores.</summary>
internal static class PageServices
{
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddSingleton<BrowserLibraries>();
        services.AddSingleton<ApiReference>();
        return services.AddSingleton<ISpecForecast, EstimatedForecast>();
    }
}
