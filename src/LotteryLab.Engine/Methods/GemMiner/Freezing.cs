using LotteryLab.Engine.Masks;

namespace LotteryLab.Engine.Methods.GemMiner;

/// <summary>What a freezing round did.</summary>
/// <param name="Flags">Flags afterwards, layer by layer.</param>
/// <param name="Active">Active weights before.</param>
/// <param name="Quota">Weights that were to go.</param>
/// <param name="Threshold">Score at which the cut was made.</param>
internal sealed record FrozenFlags(IReadOnlyList<BitMask> Flags, long Active, long Quota, float Threshold)
{
    /// <summary>Active weights afterwards.</summary>
    public long Left => Flags.Sum(flag => flag.Kept);
}

/// <summary>Freezes scores, all layers together (card 04). Flags only ever go; scores stay as they are.</summary>
internal static class Freezing
{
    /// <summary>
    /// One round: the n-th smallest active score is the threshold, n = ceil(rate x active), and what is not above it goes. Ties go too, so
    /// with many scores at 0 more than n are frozen. Inverted, the n largest go.
    /// </summary>
    public static FrozenFlags Round(IReadOnlyList<float[]> scores, IReadOnlyList<BitMask> flags, double rate, bool isInverted = false)
    {
        var active = flags.Sum(flag => flag.Kept);
        var quota = FreezingSchedule.Quota(rate, active);
        if (quota == 0)
        {
            return new FrozenFlags(flags, active, 0, float.NaN);
        }

        var ordered = Active(scores, flags);
        Array.Sort(ordered);
        var threshold = isInverted ? ordered[active - quota] : ordered[quota - 1];
        return new FrozenFlags(
            [.. flags.Select((flag, layer) => BitMask.From(flag.Count, i => flag[i] && (isInverted ? scores[layer][i] < threshold : scores[layer][i] > threshold)))],
            active,
            quota,
            threshold);
    }

    /// <summary>Freezes until exactly <paramref name="kept"/> are left; of equal scores the first go.</summary>
    public static IReadOnlyList<BitMask> To(IReadOnlyList<float[]> scores, IReadOnlyList<BitMask> flags, long kept, bool isInverted = false)
    {
        var surplus = flags.Sum(flag => flag.Kept) - kept;
        if (surplus <= 0)
        {
            return flags;
        }

        var places = new List<(float Score, int Layer, long Index)>();
        for (var layer = 0; layer < flags.Count; layer++)
        {
            foreach (var i in new KeptPositions(flags[layer]))
            {
                places.Add((isInverted ? -scores[layer][i] : scores[layer][i], layer, i));
            }
        }

        // The tuple orders equal scores by layer and place.
        places.Sort();
        var gone = places.Take((int)surplus).Select(place => (place.Layer, place.Index)).ToHashSet();
        return [.. flags.Select((flag, layer) => BitMask.From(flag.Count, i => flag[i] && !gone.Contains((layer, i))))];
    }

    private static float[] Active(IReadOnlyList<float[]> scores, IReadOnlyList<BitMask> flags)
    {
        var active = new float[flags.Sum(flag => flag.Kept)];
        var next = 0;
        for (var layer = 0; layer < flags.Count; layer++)
        {
            foreach (var i in new KeptPositions(flags[layer]))
            {
                active[next++] = scores[layer][i];
            }
        }

        return active;
    }
}
