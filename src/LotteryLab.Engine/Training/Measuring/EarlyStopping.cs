namespace LotteryLab.Engine.Training.Measuring;

/// <summary>Finds the early-stopping iteration after training has ended (card 01, E).</summary>
public static class EarlyStopping
{
    /// <summary>
    /// Position of the smallest validation loss; the earliest on ties. NaN never wins and null (not measured) is skipped. Returns -1 when
    /// there is none.
    /// </summary>
    public static int PositionOfMinimum(IReadOnlyList<double?> validationLosses)
    {
        var best = -1;
        for (var i = 0; i < validationLosses.Count; i++)
        {
            if (validationLosses[i] is { } loss && !double.IsNaN(loss) && (best < 0 || loss < validationLosses[best]!.Value))
            {
                best = i;
            }
        }

        return best;
    }
}
