using LotteryLab.Data.Stores;
using LotteryLab.Engine.Experiments;

namespace LotteryLab.Web.Reading;

/// <summary>Differences of tickets' accuracies against a baseline, at weights remaining that both have.</summary>
internal static class Comparison
{
    /// <summary>Two rounds count as the same sparsity when their densities differ by less than this share.</summary>
    private const double SameDensity = 0.05;

    /// <summary>One row for each round of the baseline that the other has too.</summary>
    public static IReadOnlyList<ComparedRound> Of(IReadOnlyList<RoundRow> baseline, IReadOnlyList<RoundRow> other, bool hasSameSeeds)
    {
        var (first, second) = (Tickets(baseline), Tickets(other));
        var rows = new List<ComparedRound>();
        foreach (var (density, members) in first)
        {
            var nearest = second.Where(level => Math.Abs(level.Density - density) <= SameDensity * density).OrderBy(level => Math.Abs(level.Density - density)).FirstOrDefault();
            if (nearest.Rounds is null)
            {
                continue;
            }

            var pairs = members.Where(one => nearest.Rounds.Exists(two => two.Replicate == one.Replicate)).ToList();
            var differences = pairs.Select(one => nearest.Rounds.First(two => two.Replicate == one.Replicate).Accuracy!.Value - one.Accuracy!.Value).ToList();
            rows.Add(new ComparedRound(
                density,
                nearest.Density,
                members.Average(one => one.Accuracy!.Value),
                nearest.Rounds.Average(two => two.Accuracy!.Value),
                members.Count,
                nearest.Rounds.Count,
                (hasSameSeeds ? DifferenceTest.Paired(differences) : null) ?? DifferenceTest.Unpaired(members.Select(one => one.Accuracy!.Value), nearest.Rounds.Select(two => two.Accuracy!.Value))!));
        }

        return rows;
    }

    /// <summary>First training point at which two runs of one replicate differ, for runs that should be equal; null while they agree.</summary>
    public static long? FirstDifference(Series first, Series second)
    {
        foreach (var (one, two) in first.Points.Zip(second.Points))
        {
            if (one != two)
            {
                return one.Iteration;
            }
        }

        return null;
    }

    private static List<(double Density, List<RoundRow> Rounds)> Tickets(IReadOnlyList<RoundRow> rounds) =>
        [.. rounds
            .Where(round => round is { Branch.IsTicket: true, IsFinished: true, Density: not null, FinalTestAccuracy: not null })
            .GroupBy(round => round.Round)
            .Select(level => (level.Average(round => round.Density!.Value), level.ToList()))
            .OrderByDescending(level => level.Item1)];
}

/// <summary>A level of sparsity that both have.</summary>
/// <param name="Density">Mean density of the baseline.</param>
/// <param name="OtherDensity">Mean density of the other.</param>
/// <param name="Baseline">Mean accuracy of the baseline.</param>
/// <param name="Other">Mean accuracy of the other.</param>
/// <param name="BaselineCount">n of the baseline.</param>
/// <param name="OtherCount">n of the other.</param>
/// <param name="Test">Other minus baseline.</param>
public sealed record ComparedRound(double Density, double OtherDensity, double Baseline, double Other, int BaselineCount, int OtherCount, DifferenceTest Test);
