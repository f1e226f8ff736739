namespace LotteryLab.Engine.Pruning.Scores;

/// <summary>
/// Order statistics of scores without sorting: four counting passes over 16 bits each find any of them exactly in linear time, so a
/// hundred iterations over millions of weights stay a matter of seconds.
/// </summary>
internal static class ScoreOrder
{
    private const int Bins = 1 << 16;

    /// <summary>Bits that order like the number, negative ones included; both zeros are one number.</summary>
    public static ulong Key(double value)
    {
        var bits = BitConverter.DoubleToUInt64Bits(value == 0 ? 0 : value);
        return (bits >> 63) != 0 ? ~bits : bits | (1UL << 63);
    }

    /// <summary>Number that a key stands for.</summary>
    public static double Value(ulong key) =>
        BitConverter.UInt64BitsToDouble((key >> 63) != 0 ? key & ~(1UL << 63) : ~key);

    /// <summary>Key with the given 0-based place among scores that count.</summary>
    /// <param name="lists">Scores.</param>
    /// <param name="counts">Whether a position of a list counts; null counts all.</param>
    /// <param name="index">Place in ascending order.</param>
    public static ulong Select(IReadOnlyList<double[]> lists, Func<int, int, bool>? counts, long index)
    {
        var prefix = 0UL;
        for (var shift = 48; shift >= 0; shift -= 16)
        {
            var histogram = Histogram(lists, counts, prefix, shift);
            var bin = 0;
            while (index >= histogram[bin])
            {
                index -= histogram[bin++];
            }

            prefix = (prefix << 16) | (uint)bin;
        }

        return prefix;
    }

    private static long[] Histogram(IReadOnlyList<double[]> lists, Func<int, int, bool>? counts, ulong prefix, int shift)
    {
        var histogram = new long[Bins + 1];

        // One place beyond all scores ends every search, whatever index was asked for.
        histogram[Bins] = long.MaxValue;
        for (var list = 0; list < lists.Count; list++)
        {
            var values = lists[list];
            for (var i = 0; i < values.Length; i++)
            {
                var key = Key(values[i]);
                if ((shift == 48 || key >> (shift + 16) == prefix) && (counts is null || counts(list, i)))
                {
                    histogram[(int)(key >> shift) & (Bins - 1)]++;
                }
            }
        }

        return histogram;
    }
}
