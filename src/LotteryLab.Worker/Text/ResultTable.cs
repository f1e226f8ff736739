using System.Globalization;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Experiments.Verdicts;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Words;

namespace LotteryLab.Worker.Text;

/// <summary>The results of an experiment as a table and sentences.</summary>
internal static class ResultTable
{
    /// <summary>Everything a person wants to see at a glance.</summary>
    public static string Write(ExperimentResults results, double tolerance)
    {
        var rows = results.Rows;
        if (rows.Count == 0)
        {
            return $"{results.Name}: no round is finished yet (0 of {results.Planned}).\n";
        }

        var text = new System.Text.StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{results.Name}: {results.Rounds.Count} of {results.Planned} rounds finished\n\n");
        text.Append(Table(rows)).Append('\n');

        foreach (var sentence in VerdictRule.Judge(results.Rounds, tolerance).Sentences)
        {
            text.Append(sentence).Append('\n');
        }

        if (results.Shelf is { } shelf)
        {
            text.Append('\n').Append(ShelfText.Write(shelf));
        }

        if (results.Measurements.Count > 0)
        {
            text.Append('\n').Append(Measurements(results.Measurements));
        }

        return text.ToString();
    }

    /// <summary>One line per finished round, for progress.</summary>
    public static string Line(RoundResult round)
    {
        var draw = round.Draw == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", draw {round.Draw + 1}");
        var early = round.TestAccuracyAtEarlyStop is { } accuracy && round.EarlyStopIteration is { } iteration
            ? $"test accuracy {Numbers.Accuracy(accuracy)} at early stop (iteration {Numbers.Groups(iteration)}), "
            : "";
        var computed = round.ComputedShare is { } share ? $", computed {Numbers.WeightsRemaining(share)} of the dense multiply-adds" : "";
        return string.Create(CultureInfo.InvariantCulture, $"replicate {round.Replicate + 1}, {Branch(round.Branch, round.Round)} round {round.Round}{draw}: {Numbers.WeightsRemaining(round.Density)} of weights, {early}final {Numbers.Accuracy(round.FinalTestAccuracy)}{computed}");
    }

    /// <summary>Branches as people read them; round 0 of the tickets is the dense network.</summary>
    public static string Branch(string branch, int round) => branch == PlannedRound.TicketBranch && round == 0 ? "dense" : branch;

    private static TextTable Table(IReadOnlyList<ResultRow> rows)
    {
        string[] columns = ["branch", "round", "n", "weights remaining", "test accuracy at early stop", "min", "max", "final test accuracy", "early-stop iteration", "min", "max"];
        var showsComputed = rows.Any(row => row.ComputedShare is not null);
        var table = new TextTable(showsComputed ? [.. columns, "computed"] : columns);
        foreach (var row in rows)
        {
            List<string> cells =
            [
                Branch(row.Branch, row.Round),
                row.Round.ToString(CultureInfo.InvariantCulture),
                row.FinalTestAccuracy.Count.ToString(CultureInfo.InvariantCulture),
                Numbers.WeightsRemaining(row.Density.Mean),
                Show(row.TestAccuracyAtEarlyStop?.Mean, Numbers.Accuracy),
                Show(row.TestAccuracyAtEarlyStop?.Minimum, Numbers.Accuracy),
                Show(row.TestAccuracyAtEarlyStop?.Maximum, Numbers.Accuracy),
                Numbers.Accuracy(row.FinalTestAccuracy.Mean),
                Show(row.EarlyStopIteration?.Mean, Numbers.Groups),
                Show(row.EarlyStopIteration?.Minimum, Numbers.Groups),
                Show(row.EarlyStopIteration?.Maximum, Numbers.Groups),
            ];
            if (showsComputed)
            {
                cells.Add(Show(row.ComputedShare?.Mean, Numbers.WeightsRemaining));
            }

            table.Add([.. cells]);
        }

        return table;
    }

    private static TextTable Measurements(IReadOnlyList<MeasurementResult> measurements)
    {
        var table = new TextTable("evaluation", "replicate", "branch", "round", "values") { LeftColumns = new HashSet<int> { 0, 2, 4 } };
        foreach (var measured in measurements)
        {
            var values = measured.Values.Where(value => value.Value is System.Text.Json.Nodes.JsonValue).Select(value => $"{value.Key} {value.Value!.ToJsonString()}");
            table.Add(
                measured.Evaluation,
                (measured.Replicate + 1).ToString(CultureInfo.InvariantCulture),
                Branch(measured.Branch, measured.Round),
                measured.Round.ToString(CultureInfo.InvariantCulture),
                string.Join(", ", values));
        }

        return table;
    }

    private static string Show(double? value, Func<double, string> format) => value is { } number ? format(number) : "-";
}
