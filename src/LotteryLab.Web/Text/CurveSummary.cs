using System.Globalization;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Words;

namespace LotteryLab.Web.Text;

/// <summary>A sentence or two about the main chart: its accessible name, the preview of a shared link, and what a reader takes home.</summary>
internal static class CurveSummary
{
    private const int FewestForAVerdict = 3;

    /// <summary>Describes result rows.</summary>
    public static string Of(IReadOnlyList<ResultRow> rows)
    {
        var tickets = rows.Where(row => row.Branch.IsTicket && row.Density.Mean > 0).OrderBy(row => row.Round).ToList();
        if (tickets.Find(row => row.Round == 0) is not { } dense)
        {
            return "No dense network is trained yet.";
        }

        var goal = dense.Accuracy.Mean;
        var text = $"The dense network reaches {Numbers.Accuracy(goal)} (n={dense.Accuracy.Count}).";
        var pruned = tickets.Where(row => row.Round > 0).ToList();
        if (pruned.Count == 0 && rows.Any(IsMethod))
        {
            return $"{text} {SideBySide(rows, goal)}";
        }

        if (pruned.Count == 0)
        {
            return $"{text} No ticket is trained yet.";
        }

        var matching = pruned.LastOrDefault(row => row.Accuracy.Mean >= goal);
        text += matching is null
            ? $" No ticket reaches its mean so far; the smallest has {Numbers.WeightsRemaining(pruned[^1].Density.Mean)} of weights."
            : $" Tickets reach its mean down to {Numbers.WeightsRemaining(matching.Density.Mean)} of weights.";
        text += string.Concat(rows.Where(row => !row.Branch.IsTicket).GroupBy(row => row.Branch).Select(branch => Falls(branch, goal)));
        return dense.Accuracy.Count < FewestForAVerdict
            ? text + string.Create(CultureInfo.InvariantCulture, $" With fewer than {FewestForAVerdict} runs this is not enough for a verdict.")
            : text;
    }

    /// <summary>Several methods on the same axes: the dense network is the only ticket round, and each method is a branch.</summary>
    private static string SideBySide(IReadOnlyList<ResultRow> rows, double goal)
    {
        var methods = rows.Where(IsMethod).GroupBy(row => row.Branch).ToList();
        var reaching = methods
            .Select(method => (method.Key, Densities: method.Where(row => row.Accuracy.Mean >= goal).Select(row => row.Density.Mean).ToList()))
            .Where(method => method.Densities.Count > 0)
            .Select(method => $"{method.Key} down to {Numbers.WeightsRemaining(method.Densities.Min())}")
            .ToList();
        return reaching.Count == 0
            ? $"None of {methods.Count} methods reaches its mean."
            : $"Of {methods.Count} methods these reach its mean: {string.Join(", ", reaching)}.";
    }

    private static bool IsMethod(ResultRow row) =>
        !row.Branch.IsTicket && row.Branch.Method is null && !BranchText.IsControl(row.Branch);

    private static string Falls(IGrouping<Branch, ResultRow> branch, double goal)
    {
        var name = BranchText.Of(branch.Key);
        return branch.OrderBy(row => row.Round).FirstOrDefault(row => row.Accuracy.Mean < goal) is { } first
            ? $" {name} falls below at {Numbers.WeightsRemaining(first.Density.Mean)}."
            : $" {name} stays at or above it.";
    }
}
