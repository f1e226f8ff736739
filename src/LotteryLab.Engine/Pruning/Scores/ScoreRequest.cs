using System.Text.Json.Nodes;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Pruning.Scores;

/// <summary>Where weights compete.</summary>
public static class ScoreScope
{
    /// <summary>One threshold for all tensors.</summary>
    public const string Global = "global";

    /// <summary>The overall density in every tensor.</summary>
    public const string Local = "local";

    /// <summary>The density that an allocation gives each tensor.</summary>
    public const string Allocation = "allocation";
}

/// <summary>Everything that pruning by scores depends on besides weights, network and data. Controls derive others from it.</summary>
public sealed record ScoreRequest
{
    /// <summary>Density after each of n iterations is d^(t/n).</summary>
    public const string Exponential = "exponential";

    /// <summary>Density after each of n iterations is 1 - (1 - d) t / n.</summary>
    public const string Linear = "linear";

    /// <summary>How weights are scored.</summary>
    public required ComponentSpec Criterion { get; init; }

    /// <summary>Kept / prunable at the end.</summary>
    public required double Density { get; init; }

    /// <summary>One of the words of <see cref="ScoreScope"/>.</summary>
    public string Scope { get; init; } = ScoreScope.Global;

    /// <summary>Density rule of the scope <see cref="ScoreScope.Allocation"/>.</summary>
    public ComponentSpec? Allocation { get; init; }

    /// <summary>What goes as one.</summary>
    public required ComponentSpec Granularity { get; init; }

    /// <summary>n: scores are taken anew before each of n prunings.</summary>
    public int Iterations { get; init; } = 1;

    /// <summary><see cref="Exponential"/> or <see cref="Linear"/>.</summary>
    public string Schedule { get; init; } = Exponential;

    /// <summary>The reference code's rule (ties go, masks may grow back) instead of exact counts.</summary>
    public bool IsReference { get; init; }

    /// <summary>Sanity check: keeps what the criterion likes least.</summary>
    public bool IsInverted { get; init; }

    /// <summary>Which images data-driven criteria see.</summary>
    public required ScoreDataSettings Data { get; init; }

    /// <summary>Seed of data and random scores.</summary>
    public long Seed { get; init; }

    /// <summary>Overall density after iteration <paramref name="t"/> of 1 to n.</summary>
    public double DensityAfter(int t) => Schedule == Linear
        ? 1 - ((1 - Density) * ((double)t / Iterations))
        : Math.Pow(Density, (double)t / Iterations);

    /// <summary>What goes into step keys.</summary>
    /// <param name="needsData">Whether the criterion looks at data; otherwise they are left out.</param>
    public JsonObject ToJson(bool needsData)
    {
        var json = new JsonObject
        {
            ["criterion"] = CanonicalJson.OfComponent(Criterion),
            ["density"] = Density,
            ["scope"] = Scope,
            ["allocation"] = Allocation is null ? null : CanonicalJson.OfComponent(Allocation),
            ["granularity"] = CanonicalJson.OfComponent(Granularity),
            ["iterations"] = Iterations,
            ["schedule"] = Schedule,
            ["reference"] = IsReference,
            ["inverted"] = IsInverted,
            ["seed"] = Seed,
        };
        if (needsData)
        {
            json["data"] = Data.ToJson();
        }

        return json;
    }
}
