using System.Text.Json.Nodes;
using LotteryLab.Engine.Planning;

namespace LotteryLab.Web.Drafts;

/// <summary>Weights remaining of each round before anything runs, where the pruning steps of the plan say so.</summary>
internal static class DensityForecast
{
    /// <summary>Density by round of the first replicate's tickets; null where only training will tell.</summary>
    public static IReadOnlyList<(int Round, double? Density)> Of(ExperimentPlan plan)
    {
        var counts = plan.Network.Parameters.Where(parameter => parameter.IsWeight).ToDictionary(parameter => parameter.Name, parameter => (double)parameter.Count);
        var total = counts.Values.Sum();
        var left = new Dictionary<string, double>(counts);
        var whole = 1.0;
        var rounds = new List<(int, double?)>();
        var isKnown = total > 0;
        foreach (var round in plan.Rounds.Where(round => round.Replicate == 0 && round.Branch.IsTicket).OrderBy(round => round.Round))
        {
            if (round.Mask is null)
            {
                rounds.Add((round.Round, 1));
                continue;
            }

            isKnown = isKnown && Apply(round.Mask.Parameters["settings"] as JsonObject, left, ref whole, total);
            rounds.Add((round.Round, isKnown ? whole : null));
        }

        return rounds;
    }

    private static bool Apply(JsonObject? settings, Dictionary<string, double> left, ref double whole, double total)
    {
        if (settings is null)
        {
            return false;
        }

        if (Number(settings["targetDensity"] ?? settings["density"]) is { } target)
        {
            whole = target;
            return true;
        }

        if (settings["rates"] is JsonObject { Count: > 0 } rates)
        {
            foreach (var (name, rate) in rates)
            {
                if (left.ContainsKey(name) && Number(rate) is { } share)
                {
                    left[name] -= Math.Round(left[name] * share, MidpointRounding.ToEven);
                }
            }

            whole = left.Values.Sum() / total;
            return true;
        }

        if (Number(settings["rate"]) is not { } all)
        {
            return false;
        }

        whole *= 1 - all;
        return true;
    }

    private static double? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue<double>(out var number) ? number : null;
}
