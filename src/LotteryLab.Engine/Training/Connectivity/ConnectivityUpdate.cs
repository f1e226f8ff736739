using LotteryLab.Engine.Masks;

namespace LotteryLab.Engine.Training.Connectivity;

/// <summary>
/// One connectivity update of one tensor (card 03, C): the smallest active weights go, and as many positions come, those that have just gone
/// included. Numbers of active weights never change. Pure functions of numbers, the same on every machine.
/// </summary>
public static class ConnectivityUpdate
{
    /// <summary>Weights that an update drops: trunc(float32(active) x float32(fraction)), in single precision as in the RigL code.</summary>
    public static long DropCount(long active, double fraction) => (long)((float)active * (float)fraction);

    /// <summary>Keeps all active weights but the smallest; equal magnitudes keep the lower index.</summary>
    /// <param name="weights">Weights in row-major order.</param>
    /// <param name="mask">Active weights; only these are ranked, so what is kept is a subset of them even where they are zero.</param>
    /// <param name="dropped">How many go.</param>
    public static BitMask Drop(ReadOnlySpan<float> weights, BitMask mask, long dropped)
    {
        var keys = new ulong[mask.Kept];
        var next = 0;
        foreach (var position in new KeptPositions(mask))
        {
            keys[next++] = Descending(Math.Abs(weights[position]), position);
        }

        return Best(keys, mask.Kept - dropped, mask.Count);
    }

    /// <summary>Adds the positions with the largest scores among all that are not kept; equal scores take the lower index.</summary>
    /// <param name="kept">Weights that stay.</param>
    /// <param name="scores">Scores of every position in row-major order; not negative.</param>
    /// <param name="grown">How many come.</param>
    public static BitMask Grow(BitMask kept, ReadOnlySpan<float> scores, long grown)
    {
        var keys = new ulong[kept.Count - kept.Kept];
        var next = 0;
        for (var position = 0; position < scores.Length; position++)
        {
            if (!kept[position])
            {
                keys[next++] = Descending(scores[position], position);
            }
        }

        var chosen = Best(keys, Math.Min(grown, keys.Length), kept.Count);
        return Union(kept, chosen);
    }

    /// <summary>Everything that one of two masks keeps.</summary>
    public static BitMask Union(BitMask one, BitMask other)
    {
        var words = one.Words.ToArray();
        for (var i = 0; i < words.Length; i++)
        {
            words[i] |= other.Words[i];
        }

        return BitMask.FromWords(words, one.Count);
    }

    /// <summary>What a mask keeps and another one does not.</summary>
    public static BitMask Except(BitMask mask, BitMask other)
    {
        var words = mask.Words.ToArray();
        for (var i = 0; i < words.Length; i++)
        {
            words[i] &= ~other.Words[i];
        }

        return BitMask.FromWords(words, mask.Count);
    }

    // Bits of numbers that are not negative sort like the numbers; inverted they sort downwards, and the index behind them breaks ties.
    private static ulong Descending(float score, int position) => ((ulong)~BitConverter.SingleToUInt32Bits(score) << 32) | (uint)position;

    private static BitMask Best(ulong[] keys, long count, long size)
    {
        Array.Sort(keys);
        var words = new ulong[(size + 63) / 64];
        for (var i = 0L; i < count; i++)
        {
            var position = (uint)keys[i];
            words[position >> 6] |= 1UL << (int)(position & 63);
        }

        return BitMask.FromWords(words, size);
    }
}
