using LotteryLab.Engine.Transfer;

namespace LotteryLab.Web.Transfer;

/// <summary>What travels between servers: section <c>LotteryLab</c> of the settings.</summary>
internal sealed record TransferSettings
{
    private const int SmallestMegabytes = 1;
    private const int LargestMegabytes = 4095;

    /// <summary>What exported files say of where they come from; empty says nothing.</summary>
    public string Name { get; init; } = "";

    /// <summary>How large an imported file may be, packed and unpacked.</summary>
    public BundleLimits Limits { get; init; } = BundleLimits.Default;

    /// <summary>Reads the settings.</summary>
    /// <exception cref="Engine.LotteryLabException">A value is outside its range.</exception>
    public static TransferSettings Of(IConfiguration configuration)
    {
        var section = configuration.GetSection("LotteryLab");
        var megabytes = section.GetValue("LargestBundleMegabytes", 2048);
        var name = section["Name"] ?? "";
        if (megabytes is < SmallestMegabytes or > LargestMegabytes)
        {
            throw new Engine.LotteryLabException("settings.range", $"LotteryLab:LargestBundleMegabytes is {megabytes}; it must be between {SmallestMegabytes} and {LargestMegabytes}.", "Change it in appsettings.json.");
        }

        if (name.Length > 200)
        {
            throw new Engine.LotteryLabException("settings.range", "LotteryLab:Name is longer than 200 characters.", "Shorten it in appsettings.json.");
        }

        return new TransferSettings { Name = name, Limits = BundleLimits.Default with { LargestBundle = (long)megabytes << 20 } };
    }
}
