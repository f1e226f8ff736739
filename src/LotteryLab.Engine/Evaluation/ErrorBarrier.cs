namespace LotteryLab.Engine.Evaluation;

/// <summary>Height of the bump on the line between two networks, by both published definitions.</summary>
/// <param name="Supremum">Largest value on the line, ends included.</param>
/// <param name="MeanOfEndpoints">Mean of the two ends.</param>
/// <param name="Barrier">Largest value minus the mean of the ends (linear mode connectivity paper); never negative.</param>
/// <param name="BarrierAboveLine">Largest difference to the straight line between the two end values (Entezari et al.); never negative.</param>
public sealed record ErrorBarrier(double Supremum, double MeanOfEndpoints, double Barrier, double BarrierAboveLine)
{
    /// <summary>Barrier of values measured at positions that include 0 and 1, in ascending order.</summary>
    public static ErrorBarrier Of(IReadOnlyList<double> alphas, IReadOnlyList<double> values)
    {
        if (alphas.Count < 2 || alphas.Count != values.Count || alphas[0] != 0 || alphas[^1] != 1)
        {
            throw new ArgumentException("A barrier needs a value at each position, and positions from 0 to 1.", nameof(alphas));
        }

        var supremum = values.Max();
        var mean = (values[0] + values[^1]) / 2;
        var aboveLine = alphas.Select((alpha, i) => values[i] - ((alpha * values[^1]) + ((1 - alpha) * values[0]))).Max();
        return new ErrorBarrier(supremum, mean, supremum - mean, aboveLine);
    }
}
