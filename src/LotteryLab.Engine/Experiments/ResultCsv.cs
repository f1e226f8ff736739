using System.Globalization;
using System.Text;

namespace LotteryLab.Engine.Experiments;

/// <summary>Result rows as CSV: invariant culture, fractions in [0, 1], full precision, units in the column names.</summary>
public static class ResultCsv
{
    /// <summary>One line per branch and round.</summary>
    public static string Write(IReadOnlyList<ResultRow> rows)
    {
        var text = new StringBuilder("branch,round,n,density_fraction,test_accuracy_early_stop_mean_fraction,test_accuracy_early_stop_min_fraction,test_accuracy_early_stop_max_fraction,test_accuracy_final_mean_fraction,test_accuracy_final_min_fraction,test_accuracy_final_max_fraction,train_accuracy_final_mean_fraction,early_stop_mean_iterations,early_stop_min_iterations,early_stop_max_iterations\n");
        foreach (var row in rows)
        {
            text.AppendJoin(',', (IEnumerable<string>)
            [
                row.Branch,
                row.Round.ToString(CultureInfo.InvariantCulture),
                row.FinalTestAccuracy.Count.ToString(CultureInfo.InvariantCulture),
                Number(row.Density.Mean),
                .. Three(row.TestAccuracyAtEarlyStop),
                .. Three(row.FinalTestAccuracy),
                Number(row.FinalTrainAccuracy?.Mean),
                .. Three(row.EarlyStopIteration),
            ]).Append('\n');
        }

        return text.ToString();
    }

    private static IEnumerable<string> Three(Spread? spread) =>
        [Number(spread?.Mean), Number(spread?.Minimum), Number(spread?.Maximum)];

    private static string Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";
}
