using System.Globalization;
using LotteryLab.Engine.Forecasting;
using LotteryLab.Engine.Words;
using LotteryLab.Web.Scheduling;

namespace LotteryLab.Web.Text;

/// <summary>Forecasts in words.</summary>
internal static class EstimateText
{
    /// <summary>The time with where it comes from.</summary>
    public static string Time(Estimate estimate) => (estimate.SecondsLow, estimate.SecondsHigh) switch
    {
        _ when estimate.Steps > 0 && estimate.StepsDone == estimate.Steps => "nothing to do: every step is done",
        ({ } low, { } high) => $"{Numbers.Durations(low, high)} ({estimate.Source}; 8 of 10 runs should lie between)",
        _ => "not measured on this machine yet",
    };

    /// <summary>The time for a button: about 4 min; empty when nothing is known.</summary>
    public static string About(double? seconds) => seconds switch
    {
        null => "",
        < 90 => string.Create(CultureInfo.InvariantCulture, $"about {Math.Max(1, Math.Round(seconds.Value))} s"),
        < 5400 => string.Create(CultureInfo.InvariantCulture, $"about {Math.Round(seconds.Value / 60)} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"about {seconds.Value / 3600:0.#} h"),
    };

    /// <summary>How far off earlier forecasts were.</summary>
    public static string Score(ForecastScore score) => string.Create(
        CultureInfo.InvariantCulture,
        $"{score.Inside} of {score.Runs} {(score.Runs == 1 ? "run" : "runs")} took a time within the range; half of them were less than {Math.Max(1, Math.Ceiling(score.MedianMiss * 100))}% off the middle");
}
