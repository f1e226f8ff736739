using LotteryLab.Data.Stores;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Web.Studies;

/// <summary>The grid of a study with what is known so far.</summary>
/// <param name="Methods">Rows, in the order of the spec.</param>
/// <param name="Densities">Columns, falling.</param>
/// <param name="Dense">Accuracy of the dense network; null while none is trained.</param>
/// <param name="Cells">Cells of the plan.</param>
public sealed record StudyResults(IReadOnlyList<string> Methods, IReadOnlyList<double> Densities, Spread? Dense, IReadOnlyDictionary<(string Method, double Density), StudyResult> Cells)
{
    /// <summary>Reads the grid; null when the spec is no study.</summary>
    /// <param name="spec">Spec of the study.</param>
    /// <param name="rounds">Its rounds.</param>
    /// <param name="baseline">Method that the others are compared with; empty for none.</param>
    public static StudyResults? Of(ExperimentSpec spec, IReadOnlyList<RoundRow> rounds, string baseline)
    {
        var rows = StudyPlanner.Rows(spec);
        if (rows.Count == 0)
        {
            return null;
        }

        var finished = rounds.Where(round => round.Accuracy is not null).ToLookup(round => (Branch: round.Branch.ToString(), round.Round));
        Dictionary<int, double> Runs(string branch, double density) => rows.TryGetValue(branch, out var row) && row.Densities.ToList().IndexOf(density) is >= 0 and var place
            ? finished[(branch, place + 1)].GroupBy(round => round.Replicate).ToDictionary(group => group.Key, group => group.First().Accuracy!.Value)
            : [];
        var cells = new Dictionary<(string, double), StudyResult>();
        foreach (var (branch, row) in rows)
        {
            foreach (var density in row.Densities)
            {
                var own = Runs(branch, density);
                var other = branch == baseline ? [] : Runs(baseline, density);
                var pairs = own.Keys.Where(other.ContainsKey).Order().Select(replicate => own[replicate] - other[replicate]).ToList();
                cells[(branch, density)] = new StudyResult(spec.Replicates, Spread.Of(own.Values), DifferenceTest.Paired(pairs));
            }
        }

        var dense = Spread.Of(finished[(PlannedRound.TicketBranch, 0)].Select(round => round.Accuracy!.Value));
        return new StudyResults([.. rows.Keys], [.. rows.Values.SelectMany(row => row.Densities).Distinct().OrderDescending()], dense, cells);
    }
}

/// <summary>One cell of a running or finished study.</summary>
/// <param name="Planned">Seeds of the plan.</param>
/// <param name="Accuracy">Test accuracy; null while no seed is done.</param>
/// <param name="Difference">Difference to the baseline method at the same density, seed by seed; null where there is none.</param>
public sealed record StudyResult(int Planned, Spread? Accuracy, DifferenceTest? Difference);
