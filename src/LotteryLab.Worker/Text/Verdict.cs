using System.Globalization;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Words;

namespace LotteryLab.Worker.Text;

/// <summary>
/// What the rows say, in one sentence for the tickets and one for each control, with the rule and n. The accuracy is the test accuracy
/// at the early stop, or the final one where nothing was held out for validation.
/// </summary>
internal static class Verdict
{
    /// <summary>Fewer runs than this give no verdict.</summary>
    private const int FewestRuns = MatchingRule.FewestRuns;

    /// <summary>Default tolerance: a tenth of a percentage point.</summary>
    public const double DefaultTolerance = MatchingRule.DefaultTolerance;

    /// <summary>The sentences.</summary>
    /// <param name="rows">Rows of an experiment.</param>
    /// <param name="tolerance">How far below the dense mean still counts as matching, as a fraction.</param>
    public static IReadOnlyList<string> Sentences(IReadOnlyList<ResultRow> rows, double tolerance)
    {
        var dense = rows.FirstOrDefault(row => row is { Branch.IsTicket: true, Round: 0 });
        if (dense is null)
        {
            return ["The dense network is not finished, so there is nothing to compare with yet."];
        }

        var branches = rows.Where(row => row != dense).GroupBy(row => row.Branch).ToList();
        if (branches.Count == 0)
        {
            return [];
        }

        var fewest = branches.SelectMany(branch => branch).Append(dense).Min(row => row.FinalTestAccuracy.Count);
        if (fewest < FewestRuns)
        {
            return [string.Create(CultureInfo.InvariantCulture, $"Not enough runs for a verdict: n = {fewest}, and at least {FewestRuns} are needed. Raise \"replicates\" in the spec; finished runs are used again.")];
        }

        return [.. branches.Select(branch => Sentence(branch.Key, [.. branch], dense, tolerance)), Rule(dense, fewest, tolerance)];
    }

    private static string Sentence(string branch, IReadOnlyList<ResultRow> rows, ResultRow dense, double tolerance)
    {
        // Down to where it matches without a gap: one lucky round below a failing one is no claim.
        var matching = rows.TakeWhile(row => row.Accuracy.Mean >= dense.Accuracy.Mean - tolerance).ToList();
        var subject = branch == PlannedRound.TicketBranch ? "Tickets" : Subject(branch);
        if (matching.Count == rows.Count)
        {
            return $"{subject} match the dense network down to {Remaining(matching[^1])} of weights, the last round{Iterations(matching[^1], dense)}.";
        }

        var below = rows[matching.Count];
        var gap = Numbers.Points(below.Accuracy.Mean - dense.Accuracy.Mean);
        return matching.Count == 0
            ? $"{subject} fall below the dense network from the first round on, at {Remaining(below)} of weights ({gap})."
            : $"{subject} match the dense network down to {Remaining(matching[^1])} of weights{Iterations(matching[^1], dense)}, and fall below it at {Remaining(below)} ({gap}).";
    }

    private static string Iterations(ResultRow row, ResultRow dense) =>
        row.EarlyStopIteration is { } own && dense.EarlyStopIteration is { } theirs
            ? $" (early stop at iteration {Numbers.Groups(own.Mean)}, dense {Numbers.Groups(theirs.Mean)})"
            : "";

    private static string Rule(ResultRow dense, int runs, double tolerance)
    {
        var where = dense.TestAccuracyAtEarlyStop is null ? "final test accuracy" : "test accuracy at early stop";
        return string.Create(CultureInfo.InvariantCulture, $"Rule: mean {where} at least the dense mean ({Numbers.Accuracy(dense.Accuracy.Mean)}) minus {tolerance * 100:F2} pp, at every round down to the one named; n = {runs}.");
    }

    private static string Subject(string branch) => branch switch
    {
        "random-reinit" => "Re-initialised ones",
        "shuffled-mask" => "Shuffled masks",
        "random-pruning" => "Randomly pruned ones",
        _ => $"Controls '{branch}'",
    };

    private static string Remaining(ResultRow row) => Numbers.WeightsRemaining(row.Density.Mean);
}
