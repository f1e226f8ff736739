namespace LotteryLab.Engine.Pruning.Scores;

/// <summary>One number a prunable weight; weights with larger numbers are kept.</summary>
public sealed class ScoreSet
{
    private readonly Dictionary<string, double[]> byName;

    /// <summary>Creates a set from (parameter name, scores in row-major order) pairs in forward order.</summary>
    public ScoreSet(IEnumerable<KeyValuePair<string, double[]>> scores)
    {
        Entries = [.. scores];
        byName = Entries.ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>Parameter names with their scores, in forward order.</summary>
    public IReadOnlyList<KeyValuePair<string, double[]>> Entries { get; }

    /// <summary>Number of scores.</summary>
    public long Count => Entries.Sum(entry => (long)entry.Value.Length);

    /// <summary>Sum of all scores.</summary>
    public double Sum => Entries.Sum(entry => entry.Value.Sum());

    /// <summary>Scores of a parameter.</summary>
    /// <exception cref="KeyNotFoundException">The parameter has no scores.</exception>
    public double[] this[string parameter] => byName[parameter];

    /// <summary>Every score changed by a function.</summary>
    public ScoreSet Map(Func<double, double> change) =>
        new(Entries.Select(entry => KeyValuePair.Create(entry.Key, Array.ConvertAll(entry.Value, value => change(value)))));

    /// <summary>Refuses scores that cannot be ranked.</summary>
    /// <exception cref="LotteryLabException">A score is not a number.</exception>
    public void RefuseNaN()
    {
        foreach (var (name, values) in Entries)
        {
            var at = Array.FindIndex(values, double.IsNaN);
            if (at >= 0)
            {
                throw new LotteryLabException("pruning.nan", $"Score {at} of '{name}' is not a number, so the weights cannot be ranked.", "The activations or gradients of the network overflow: check the initialisation and the scaling of the data.");
            }
        }
    }
}
