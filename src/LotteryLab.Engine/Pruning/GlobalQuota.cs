using System.Globalization;

namespace LotteryLab.Engine.Pruning;

/// <summary>
/// What a rule with one quota for the network asks to remove, against what it may remove. Ignored tensors count in the quota and give nothing
/// to it, so it can ask for more weights than there are; the published code stops with an index error there, and so do we, with a reason
/// (card 01, B).
/// </summary>
/// <param name="Rule">The rule.</param>
/// <param name="Quota">Weights that are asked to go.</param>
/// <param name="Remaining">Weights left in all tensors.</param>
/// <param name="Prunable">Weights left in those that are not ignored.</param>
internal readonly record struct GlobalQuota(PruningRule Rule, long Quota, long Remaining, long Prunable)
{
    /// <summary>Quota of a rate. The product is rounded to double before the ceiling, as in the reference: 0.07 x 100 gives 8, not 7.</summary>
    public static GlobalQuota OfRate(PruningRule rule, double rate, long remaining, long prunable) =>
        new(rule, (long)Math.Ceiling(rate * remaining), remaining, prunable);

    /// <summary>Quota of a target density.</summary>
    public static GlobalQuota OfDensity(PruningRule rule, double density, long total, long remaining, long prunable) =>
        new(rule, Math.Max(0, remaining - (long)Math.Round(density * total, MidpointRounding.ToEven)), remaining, prunable);

    /// <summary>Weights that go when no two are equal.</summary>
    public long Removed => Rule == PruningRule.SparseGlobal && Quota > 0 ? Quota + 1 : Quota;

    /// <summary>Whether it asks for more than may go.</summary>
    public bool IsTooLarge => Removed > Prunable;

    /// <summary>What is wrong with a quota that is too large.</summary>
    public string Problem => string.Create(
        CultureInfo.InvariantCulture,
        $"{Quota} of the {Remaining} weights that are left are asked to go{(Removed > Quota ? " (the rule removes one more)" : "")}, but only {Prunable} of them are in tensors that may be pruned.");

    /// <summary>What to do about it.</summary>
    public string Fix
    {
        get
        {
            var most = Math.Max(0, Prunable - (Removed - Quota));
            var rate = Math.Floor(1e4 * most / Math.Max(1, Remaining)) / 1e4;
            return rate > 0
                ? string.Create(CultureInfo.InvariantCulture, $"The largest rate that works here is {rate:0.####}: lower the rate, prune fewer rounds, or let more tensors be pruned.")
                : "No rate works here: prune fewer rounds, or let more tensors be pruned.";
        }
    }

    /// <summary>Stops a pruning whose quota is too large.</summary>
    /// <exception cref="LotteryLabException">It is (code <c>pruning.quota</c>).</exception>
    public void Refuse()
    {
        if (IsTooLarge)
        {
            throw new LotteryLabException("pruning.quota", Problem, Fix);
        }
    }
}
