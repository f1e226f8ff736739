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
    public static Histogram? Of(ReadOnlySpan<float> values, Func<long, bool> isKept)
    {
        var (low, high, sum, squares, count) = (double.PositiveInfinity, double.NegativeInfinity, 0.0, 0.0, 0L);
        for (var i = 0; i < values.Length; i++)
        {
            if (isKept(i) && float.IsFinite(values[i]))
            {
                (low, high) = (Math.Min(low, values[i]), Math.Max(high, values[i]));
                (sum, squares, count) = (sum + values[i], squares + ((double)values[i] * values[i]), count + 1);
            }
        }

        if (count == 0)
        {
            return null;
        }

        var width = high > low ? (high - low) / Bins : 1;
        var counts = new int[Bins];
        for (var i = 0; i < values.Length; i++)
        {
            if (isKept(i) && float.IsFinite(values[i]))
            {
                counts[Math.Clamp((int)((values[i] - low) / width), 0, Bins - 1)]++;
            }
        }

        var mean = sum / count;
        return new Histogram(low, low + (width * Bins), counts, mean, Math.Sqrt(Math.Max(0, (squares / count) - (mean * mean))));
    }
}
