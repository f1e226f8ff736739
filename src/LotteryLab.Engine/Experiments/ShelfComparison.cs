using LotteryLab.Engine.Planning;

namespace LotteryLab.Engine.Experiments;

/// <summary>What the comparison with random tickets says.</summary>
public enum ShelfVerdict
{
    /// <summary>The row is the dense network or the reference itself.</summary>
    NotCompared,

    /// <summary>The reference has no ticket of about this density.</summary>
    NoReferenceHere,

    /// <summary>Fewer than three seeds have both.</summary>
    NotEnoughRuns,

    /// <summary>Significantly better than a random ticket.</summary>
    Better,

    /// <summary>Significantly worse than a random ticket.</summary>
    Worse,

    /// <summary>No difference was shown; that is not the same as equal.</summary>
    NoDifferenceShown,
}

/// <summary>One method at one density.</summary>
public sealed record ShelfRow
{
    /// <summary>Branch of the method; <c>ticket</c> is the dense network that all share.</summary>
    public required Branch Branch { get; init; }

    /// <summary>Round; 0 is dense.</summary>
    public required int Round { get; init; }

    /// <summary>Kept / prunable.</summary>
    public required Spread Density { get; init; }

    /// <summary>Test accuracy at the end of training.</summary>
    public required Spread FinalTestAccuracy { get; init; }

    /// <summary>Cost of getting there with the search included, mean over replicates.</summary>
    public required CostToGetThere Cost { get; init; }

    /// <summary>The multiply-adds in dense trainings of the same network; null when they are not known.</summary>
    public double? DenseTrainings { get; init; }

    /// <summary>Difference to the random ticket of the same replicate; null when there is none.</summary>
    public DifferenceTest? AgainstRandom { get; init; }

    /// <summary>p-value after Holm's correction over all rows; null without a test.</summary>
    public double? AdjustedPValue { get; init; }

    /// <summary>Conclusion at the level of 5 % after the correction.</summary>
    public ShelfVerdict Verdict { get; init; }
}

/// <summary>Methods side by side: accuracy against density, cost, and significance against random tickets.</summary>
/// <param name="Reference">Branch of random tickets that the others are compared with; null when there is none.</param>
/// <param name="Test">The test that was used, a sentence.</param>
/// <param name="Rows">The dense network first, then the branches by name, each by round.</param>
public sealed record ShelfComparison(string? Reference, string Test, IReadOnlyList<ShelfRow> Rows)
{
    private const double Level = DifferenceTest.Level;

    // Methods round a density to whole weights in different ways; tickets within 5 % of each other count as equally dense.
    private const double DensityTolerance = 0.05;

    /// <summary>Compares the methods of an experiment; null when they do not stand side by side.</summary>
    internal static ShelfComparison? Of(IReadOnlyList<RoundResult> rounds, CostLedger ledger)
    {
        var tickets = rounds.Where(round => round.Method is not null && (round.Branch == round.Method || round.Branch.IsTicket)).ToList();
        if (tickets.Count == 0)
        {
            return null;
        }

        var reference = ReferenceBranch(tickets.Select(ticket => ticket.Branch.Name));
        var random = tickets.Where(ticket => ticket.Branch == reference).ToList();
        var dense = tickets.Where(ticket => ticket.Branch.IsTicket).Select(ticket => ledger.Of(ticket.TrainingKey).MultiplyAdds).FirstOrDefault();
        var rows = tickets
            .GroupBy(ticket => (ticket.Branch, ticket.Round))
            .OrderBy(group => group.Key.Branch, Branch.TicketsFirst)
            .ThenBy(group => group.Key.Round)
            .Select(group => Row([.. group], random, reference, dense, ledger))
            .ToList();
        return new ShelfComparison(
            reference,
            "Two-sided paired t-test on final test accuracy against the random ticket of the same seed at the same density (within 5 %), Holm-corrected over the table, at the 5 % level.",
            Correct(rows));
    }

    private static string? ReferenceBranch(IEnumerable<string> branches)
    {
        var names = branches.Distinct().Order(StringComparer.Ordinal).ToList();
        return names.Find(name => name == "random")
            ?? names.Find(name => name.StartsWith("random-", StringComparison.Ordinal))
            ?? names.Find(name => name.StartsWith("static-sparse", StringComparison.Ordinal));
    }

    private static ShelfRow Row(List<RoundResult> group, List<RoundResult> random, string? reference, double? dense, CostLedger ledger)
    {
        var first = group[0];
        var costs = group.ConvertAll(ticket => ledger.Of(ticket.TrainingKey));
        var cost = new CostToGetThere((long)costs.Average(each => each.Iterations), Mean(costs, each => each.MultiplyAdds), Mean(costs, each => each.Seconds));
        var isCompared = !first.Branch.IsTicket && first.Branch != reference;
        var pairs = isCompared ? group.Select(ticket => Difference(ticket, random)).OfType<double>().ToList() : [];
        return new ShelfRow
        {
            Branch = first.Branch,
            Round = first.Round,
            Density = Spread.Of(group.Select(ticket => ticket.Density))!,
            FinalTestAccuracy = Spread.Of(group.Select(ticket => ticket.FinalTestAccuracy))!,
            Cost = cost,
            DenseTrainings = dense > 0 ? cost.MultiplyAdds / dense : null,
            AgainstRandom = DifferenceTest.Paired(pairs),
            Verdict = !isCompared ? ShelfVerdict.NotCompared
                : pairs.Count == 0 ? ShelfVerdict.NoReferenceHere
                : pairs.Count < DifferenceTest.FewestRuns ? ShelfVerdict.NotEnoughRuns
                : ShelfVerdict.NoDifferenceShown,
        };
    }

    private static double? Difference(RoundResult ticket, List<RoundResult> random)
    {
        var nearest = random
            .Where(other => other.Replicate == ticket.Replicate && Math.Abs(Math.Log(other.Density / ticket.Density)) <= Math.Log(1 + DensityTolerance))
            .MinBy(other => Math.Abs(other.Density - ticket.Density));
        return nearest is null ? null : ticket.FinalTestAccuracy - nearest.FinalTestAccuracy;
    }

    private static List<ShelfRow> Correct(List<ShelfRow> rows)
    {
        var tested = rows.FindAll(row => row.AgainstRandom?.PValue is not null);
        var adjusted = DifferenceTest.Holm([.. tested.Select(row => row.AgainstRandom!.PValue!.Value)]);
        return rows.ConvertAll(row =>
        {
            var place = tested.IndexOf(row);
            return place < 0 ? row : row with
            {
                AdjustedPValue = adjusted[place],
                Verdict = adjusted[place] >= Level ? ShelfVerdict.NoDifferenceShown : row.AgainstRandom!.Difference > 0 ? ShelfVerdict.Better : ShelfVerdict.Worse,
            };
        });
    }

    private static double? Mean(List<CostToGetThere> costs, Func<CostToGetThere, double?> value) =>
        costs.TrueForAll(cost => value(cost) is not null) ? costs.Average(value) : null;
}
