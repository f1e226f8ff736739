namespace LotteryLab.Engine.Methods.GemMiner;

/// <summary>When a search freezes scores, and how many (card 04): K = floor((E - 1) / T) rounds, each a share r = 1 - exp(ln(s) / K) of what is left.</summary>
/// <param name="Density">Target density s.</param>
/// <param name="Epochs">Epochs E of the search.</param>
/// <param name="Period">Epochs T between rounds.</param>
internal sealed record FreezingSchedule(double Density, long Epochs, long Period)
{
    /// <summary>Number of rounds K.</summary>
    public long Rounds => (Epochs - 1) / Period;

    /// <summary>Share r that a round freezes.</summary>
    public double Rate => Rounds == 0 ? 0 : 1 - Math.Exp(Math.Log(Density) / Rounds);

    /// <summary>Whether a round follows the end of a 0-based epoch. The paper counts from 1 and would have one round more; the published masks follow this rule.</summary>
    public bool FreezesAfter(long epoch) => epoch > 0 && epoch % Period == 0 && epoch < Epochs;

    /// <summary>Whether the round after this epoch is the last one.</summary>
    public bool IsLastAfter(long epoch) => FreezesAfter(epoch) && epoch / Period == Rounds;

    /// <summary>Largest density that flags may have once the given 0-based epoch is over.</summary>
    public double BoundAfter(long epoch) => Rounds == 0 ? 1 : Math.Exp(Math.Log(Density) * Math.Min(Rounds, Math.Max(0, epoch) / Period) / Rounds);

    /// <summary>Weights that a round freezes when no scores tie.</summary>
    public static long Quota(double rate, long active) => (long)Math.Ceiling(rate * active);

    /// <summary>Active weights after each round when no scores tie.</summary>
    public IEnumerable<long> ActiveAfterRounds(long count)
    {
        for (var round = 0; round < Rounds; round++)
        {
            count -= Quota(Rate, count);
            yield return count;
        }
    }
}
