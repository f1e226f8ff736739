namespace LotteryLab.Engine.Experiments;

/// <summary>Mean and spread of a quantity over replicates (and draws).</summary>
/// <param name="Count">n.</param>
/// <param name="Mean">Arithmetic mean.</param>
/// <param name="Minimum">Smallest value: the lower end of the paper's error bars.</param>
/// <param name="Maximum">Largest value: the upper end of the paper's error bars.</param>
/// <param name="StandardDeviation">Sample standard deviation; 0 for n = 1.</param>
public sealed record Spread(int Count, double Mean, double Minimum, double Maximum, double StandardDeviation)
{
    /// <summary>Half width of the 95 % confidence interval of the mean (Student t); null below n = 3.</summary>
    public double? HalfWidth95 => Count < 3
        ? null
        : DifferenceTest.Quantile95(Count - 1) * StandardDeviation / Math.Sqrt(Count);

    /// <summary>Spread of at least one value; null of none.</summary>
    public static Spread? Of(IEnumerable<double> values)
    {
        var all = values.ToArray();
        if (all.Length == 0)
        {
            return null;
        }

        var mean = all.Average();
        var deviation = all.Length == 1 ? 0 : Math.Sqrt(all.Sum(value => (value - mean) * (value - mean)) / (all.Length - 1));
        return new Spread(all.Length, mean, all.Min(), all.Max(), deviation);
    }
}
