using System.Globalization;
using System.Text;

namespace LotteryLab.Engine.Experiments;

/// <summary>A comparison of methods as a text table.</summary>
public static class ShelfText
{
    /// <summary>One line a method and density, and what the numbers mean below.</summary>
    public static string Write(ShelfComparison shelf)
    {
        List<string[]> lines = [["method", "density", "n", "test accuracy", "+-", "iterations", "dense trainings", "seconds", "vs random", "p (Holm)", "verdict"], .. shelf.Rows.Select(Line)];
        var widths = Enumerable.Range(0, lines[0].Length).Select(column => lines.Max(line => line[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            var cells = line.Select((cell, column) => column is 0 or 10 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
            text.Append(string.Join("  ", cells).TrimEnd()).Append('\n');
        }

        text.Append("\nIterations and dense trainings count everything that leads to a ticket, the search included; dense trainings are theoretical multiply-adds, as if masked weights were free, while seconds were measured here at dense speed.\n");
        text.Append(shelf.Reference is null
            ? "There is no branch of random tickets to compare with: add the method random.\n"
            : $"Random tickets: branch {shelf.Reference}. {shelf.Test}\n");
        return text.ToString();
    }

    private static string[] Line(ShelfRow row) =>
    [
        row.Branch.IsTicket ? "dense" : row.Branch,
        row.Density.Mean.ToString("0.####", CultureInfo.InvariantCulture),
        row.FinalTestAccuracy.Count.ToString(CultureInfo.InvariantCulture),
        Percent(row.FinalTestAccuracy.Mean),
        row.FinalTestAccuracy.HalfWidth95 is { } half ? Percent(half) : "-",
        row.Cost.Iterations.ToString(CultureInfo.InvariantCulture),
        Number(row.DenseTrainings, "0.00"),
        Number(row.Cost.Seconds, "0"),
        row.AgainstRandom is { } random ? (100 * random.Difference).ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture) : "-",
        Number(row.AdjustedPValue, "0.000"),
        row.Verdict switch
        {
            ShelfVerdict.NotCompared => "",
            ShelfVerdict.NoReferenceHere => "no random ticket of this density",
            ShelfVerdict.NotEnoughRuns => "not enough runs",
            ShelfVerdict.Better => "better than random",
            ShelfVerdict.Worse => "worse than random",
            _ => "no difference shown",
        },
    ];

    private static string Percent(double share) => (100 * share).ToString("0.00", CultureInfo.InvariantCulture);

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
}
