using LotteryLab.Engine.Words;

namespace LotteryLab.Engine.Experiments;

/// <summary>Means in words, the number of runs always beside them.</summary>
public static class SpreadText
{
    /// <summary>Mean accuracy with its 95% confidence interval, or with smallest and largest value below three runs.</summary>
    public static string Accuracy(Spread? spread) => spread switch
    {
        null => "not measured",
        { Count: 1 } => $"{Numbers.Accuracy(spread.Mean)} (n=1)",
        { HalfWidth95: { } half } => $"{Numbers.Accuracy(spread.Mean)} (95% CI {Numbers.Hundredths(spread.Mean - half)}-{Numbers.Hundredths(spread.Mean + half)}, n={spread.Count})",
        _ => $"{Numbers.Accuracy(spread.Mean)} ({Numbers.Hundredths(spread.Minimum)} to {Numbers.Hundredths(spread.Maximum)}, n={spread.Count})",
    };

    /// <summary>Mean iteration with smallest and largest value.</summary>
    public static string Iterations(Spread? spread) => spread switch
    {
        null => "not measured",
        { Count: 1 } => $"{Numbers.Groups(spread.Mean)} (n=1)",
        _ => $"{Numbers.Groups(spread.Mean)} ({Numbers.Groups(spread.Minimum)} to {Numbers.Groups(spread.Maximum)}, n={spread.Count})",
    };
}
