using System.Globalization;

namespace LotteryLab.Worker.Running;

/// <summary>Mean power of the processor while it is held, from Linux' running average power limit; many machines (and most virtual ones) do not tell.</summary>
internal sealed class PowerMeter
{
    private const string Counter = "/sys/class/powercap/intel-rapl:0/energy_uj";
    private readonly double? first = Read();
    private readonly long began = TimeProvider.System.GetTimestamp();

    public static PowerMeter Start() => new();

    /// <summary>Watts since the start; null where nothing is known, or the counter has begun anew meanwhile.</summary>
    public double? Watts() => first is { } before && Read() is { } now && now > before
        ? (now - before) / 1e6 / TimeProvider.System.GetElapsedTime(began).TotalSeconds
        : null;

    private static double? Read()
    {
        try
        {
            return File.Exists(Counter) && double.TryParse(File.ReadAllText(Counter), NumberStyles.Float, CultureInfo.InvariantCulture, out var microjoules) ? microjoules : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
