using System.Text.Json.Nodes;
using LotteryLab.Engine.Artifacts;

namespace LotteryLab.Engine.Forecasting;

/// <summary>What was forecast beside what it took (<c>forecasts.jsonl</c>): a forecast that nobody scores is not worth reading.</summary>
public sealed class ForecastLog(Laboratory laboratory)
{
    /// <summary>Runs that a score looks back on.</summary>
    public const int Remembered = 20;

    private readonly string path = Path.Combine(laboratory.Root, "forecasts.jsonl");

    /// <summary>Notes a run that went from its start to its end without a break.</summary>
    /// <param name="specHash">The experiment.</param>
    /// <param name="forecast">What was expected when it started.</param>
    /// <param name="seconds">What it took.</param>
    public void Note(string specHash, TimeForecast forecast, double seconds)
    {
        using var journal = new JournalWriter(path);
        journal.Append("forecast", new JsonObject
        {
            ["spec"] = specHash,
            ["low"] = Math.Round(forecast.Low, 3),
            ["expected"] = Math.Round(forecast.Seconds, 3),
            ["high"] = Math.Round(forecast.High, 3),
            ["basis"] = forecast.Basis.ToString().ToLowerInvariant(),
            ["took"] = Math.Round(seconds, 3),
        });
        journal.Flush();
    }

    /// <summary>How the last forecasts did; null when there is none yet.</summary>
    public ForecastScore? Score()
    {
        var ratios = new List<(double Ratio, bool IsInside)>();
        foreach (var line in new JournalReader(path).ReadNew().TakeLast(Remembered))
        {
            if ((Number(line["expected"]), Number(line["took"]), Number(line["low"]), Number(line["high"])) is ({ } expected, { } took, { } low, { } high) && expected > 0 && took > 0)
            {
                ratios.Add((took / expected, took >= low && took <= high));
            }
        }

        if (ratios.Count == 0)
        {
            return null;
        }

        // Twice as long and half as long are equally wrong.
        var misses = ratios.Select(item => Math.Exp(Math.Abs(Math.Log(item.Ratio)))).Order().ToList();
        return new ForecastScore(ratios.Count, ratios.Count(item => item.IsInside), misses[misses.Count / 2] - 1);
    }

    private static double? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue<double>(out var number) && double.IsFinite(number) ? number : null;
}

/// <summary>How forecasts did.</summary>
/// <param name="Runs">Runs looked at.</param>
/// <param name="Inside">Of those, how many took a time within the forecast range.</param>
/// <param name="MedianMiss">Median relative miss: 0.1 is a tenth too long or too short.</param>
public sealed record ForecastScore(int Runs, int Inside, double MedianMiss);
