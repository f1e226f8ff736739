using System.Numerics;
using LotteryLab.Engine.Masks;

namespace LotteryLab.Web.Tickets;

/// <summary>A layer of a ticket in numbers.</summary>
/// <param name="Name">Parameter name.</param>
/// <param name="Shape">Sizes of each dimension.</param>
/// <param name="Count">Weights.</param>
/// <param name="Kept">Kept weights.</param>
/// <param name="KeptOfOutput">Kept weights of each output unit or filter.</param>
/// <param name="KeptOfInput">Kept weights of each input unit or channel.</param>
/// <param name="Start">Distribution of the kept weights before training.</param>
/// <param name="End">Distribution of the kept weights after training; null before it is trained.</param>
internal sealed record LayerStatistics(string Name, IReadOnlyList<long> Shape, long Count, long Kept, IReadOnlyList<int> KeptOfOutput, IReadOnlyList<int> KeptOfInput, Histogram? Start, Histogram? End);

/// <summary>How values are distributed, in bins of equal width.</summary>
/// <param name="From">Lower edge of the first bin.</param>
/// <param name="To">Upper edge of the last bin.</param>
/// <param name="Counts">Values in each bin.</param>
/// <param name="Mean">Mean.</param>
/// <param name="Deviation">Standard deviation.</param>
internal sealed record Histogram(double From, double To, IReadOnlyList<int> Counts, double Mean, double Deviation)
{
    private const int Bins = 64;

    /// <summary>Counts the values whose weights are kept; null when there are none.</summary>
    public static Histogram? Of(ReadOnlySpan<float> values, BitMask mask)
    {
        var kept = Kept(values, mask);
        if (kept.Count == 0)
        {
            return null;
        }

        var (low, high, sum, squares) = (double.PositiveInfinity, double.NegativeInfinity, 0.0, 0.0);
        foreach (var value in kept)
        {
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
            (sum, squares) = (sum + value, squares + ((double)value * value));
        }

        var width = high > low ? (high - low) / Bins : 1;
        var counts = new int[Bins];
        foreach (var value in kept)
        {
            counts[Math.Clamp((int)((value - low) / width), 0, Bins - 1)]++;
        }

        var mean = sum / kept.Count;
        return new Histogram(low, low + (width * Bins), counts, mean, Math.Sqrt(Math.Max(0, (squares / kept.Count) - (mean * mean))));
    }

    // Word by word: of a sparse layer of millions of weights only the kept ones are looked at.
    private static List<float> Kept(ReadOnlySpan<float> values, BitMask mask)
    {
        var kept = new List<float>((int)mask.Kept);
        var words = mask.Words;
        for (var word = 0; word < words.Length; word++)
        {
            for (var bits = words[word]; bits != 0; bits &= bits - 1)
            {
                var index = (word << 6) + BitOperations.TrailingZeroCount(bits);
                if (index < values.Length && float.IsFinite(values[index]))
                {
                    kept.Add(values[index]);
                }
            }
        }

        return kept;
    }
}
