using System.Text.Json.Nodes;

namespace LotteryLab.Engine.Training.Connectivity;

/// <summary>When connections are replaced and how many (card 03, B). Iterations count optimizer steps on the original schedule.</summary>
/// <param name="Fraction">Share of the active weights that is dropped at the start (alpha).</param>
/// <param name="Decay"><see cref="Cosine"/>, <see cref="Constant"/> or <see cref="InversePower"/>.</param>
/// <param name="Exponent">Exponent of the inverse power.</param>
/// <param name="Begin">First iteration with an update.</param>
/// <param name="End">Last iteration that may have one; the fraction decays to zero there.</param>
/// <param name="Interval">Iterations between updates (delta t).</param>
public sealed record DropSchedule(double Fraction, string Decay, double Exponent, long Begin, long End, long Interval)
{
    /// <summary>alpha/2 (1 + cos(pi t / end)); t is not shifted by <see cref="Begin"/>, as in the RigL code.</summary>
    public const string Cosine = "cosine";

    /// <summary>alpha throughout.</summary>
    public const string Constant = "constant";

    /// <summary>alpha (1 - (t - begin) / (end - begin))^exponent.</summary>
    public const string InversePower = "inverse-power";

    /// <summary>Whether an update is due at an iteration.</summary>
    /// <param name="iteration">Optimizer steps taken.</param>
    /// <param name="last">Iteration of the last update; null before the first.</param>
    public bool IsDue(long iteration, long? last) =>
        iteration >= Begin && iteration <= End && (last is null || iteration >= last + Interval);

    /// <summary>Share of the active weights that an update at an iteration drops; 0 outside the time of updates.</summary>
    public double At(long iteration)
    {
        if (iteration < Begin || iteration > End)
        {
            return 0;
        }

        return Decay switch
        {
            _ when Decay == Constant || End == 0 => Fraction,
            InversePower => Fraction * Math.Pow(End == Begin ? 1 : 1 - ((double)(iteration - Begin) / (End - Begin)), Exponent),
            _ => Fraction / 2 * (1 + Math.Cos(Math.PI * iteration / End)),
        };
    }

    /// <summary>Iterations with an update in a run over [from, to).</summary>
    public IEnumerable<long> Updates(long from, long to)
    {
        for (var iteration = Math.Max(from, Begin); iteration < to && iteration <= End; iteration += Interval)
        {
            yield return iteration;
        }
    }

    /// <summary>What goes into step keys.</summary>
    public JsonObject ToJson() => new()
    {
        ["fraction"] = Fraction,
        ["decay"] = Decay,
        ["exponent"] = Decay == InversePower ? Exponent : null,
        ["begin"] = Begin,
        ["end"] = End,
        ["interval"] = Interval,
    };
}
