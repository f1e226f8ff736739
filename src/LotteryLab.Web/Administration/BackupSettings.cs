using LotteryLab.Engine;

namespace LotteryLab.Web.Administration;

/// <summary>How copies of the database are kept: section <c>LotteryLab</c> of the settings.</summary>
internal sealed record BackupSettings
{
    private const int Most = 1000;

    /// <summary>Copies that are kept; older ones are deleted after a new one was checked. 0 keeps all. Default 10.</summary>
    public int Kept { get; init; } = 10;

    /// <summary>Reads the settings.</summary>
    /// <exception cref="LotteryLabException">The number is outside its range.</exception>
    public static BackupSettings Of(IConfiguration configuration)
    {
        var kept = configuration.GetValue("LotteryLab:BackupsKept", new BackupSettings().Kept);
        return kept is >= 0 and <= Most
            ? new BackupSettings { Kept = kept }
            : throw new LotteryLabException("settings.range", $"LotteryLab:BackupsKept is {kept}; it must be between 0 (keep all) and {Most}.", "Change it in appsettings.json.");
    }
}
