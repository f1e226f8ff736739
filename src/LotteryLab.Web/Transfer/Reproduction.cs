using LotteryLab.Data.Stores;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Words;
using LotteryLab.Web.Text;

namespace LotteryLab.Web.Transfer;

/// <summary>How close a number came to the one that was imported.</summary>
internal enum ReproductionOutcome
{
    /// <summary>Not run here yet.</summary>
    Missing,

    /// <summary>Every number and, where both are known, the mask are the same.</summary>
    Equal,

    /// <summary>Accuracies differ by no more than the tolerance.</summary>
    WithinTolerance,

    /// <summary>An accuracy differs by more.</summary>
    Different,
}

/// <summary>An imported experiment beside the same spec run here.</summary>
/// <param name="Outcome">The worst of all rounds; missing while nothing was run here.</param>
/// <param name="Sentence">The outcome in words, with where the largest difference is.</param>
/// <param name="Local">Experiment that was run here; null when there is none.</param>
/// <param name="Tolerance">Largest difference of accuracies that counts as the same, as a fraction.</param>
/// <param name="Rounds">Every finished round of the import.</param>
internal sealed record Reproduction(ReproductionOutcome Outcome, string Sentence, string? Local, double Tolerance, IReadOnlyList<ReproducedRound> Rounds)
{
    /// <summary>Half a percentage point.</summary>
    public const double DefaultTolerance = 0.005;

    /// <summary>Compares round by round.</summary>
    /// <param name="imported">Rounds of the import.</param>
    /// <param name="here">Rounds of the experiment here; empty when there is none.</param>
    /// <param name="local">Its id.</param>
    /// <param name="tolerance">Largest difference that counts as the same.</param>
    /// <param name="isSameFile">Whether a file of two steps is the same to the bit; null when one is not there.</param>
    public static Reproduction Of(IReadOnlyList<RoundRow> imported, IReadOnlyList<RoundRow> here, string? local, double tolerance, Func<string, string, bool?> isSameFile)
    {
        var known = here.Where(round => round.IsFinished).ToDictionary(Place);
        List<ReproducedRound> rounds = [.. imported.Where(round => round.IsFinished).Select(round => Compare(round, known.GetValueOrDefault(Place(round)), tolerance, isSameFile))];
        var compared = rounds.Where(round => round.Outcome != ReproductionOutcome.Missing).ToList();
        var outcome = compared.Count == 0 ? ReproductionOutcome.Missing : compared.Max(round => round.Outcome);
        return new Reproduction(outcome, Say(outcome, rounds, compared, tolerance), local, tolerance, rounds);
    }

    private static (int, Branch, int, int) Place(RoundRow round) => (round.Replicate, round.Branch, round.Draw, round.Round);

    private static ReproducedRound Compare(RoundRow imported, RoundRow? here, double tolerance, Func<string, string, bool?> isSameFile)
    {
        var isMaskEqual = here is { MaskKey: { } own } && imported.MaskKey is { } theirs ? isSameFile(theirs, own) : null;
        var differences = here is null ? [] : new[] { Difference(imported.TestAccuracyAtEarlyStop, here.TestAccuracyAtEarlyStop), Difference(imported.FinalTestAccuracy, here.FinalTestAccuracy) }.OfType<double>().ToList();
        var largest = differences.Count == 0 ? (double?)null : differences.MaxBy(Math.Abs);
        var isEqual = here is not null && imported.TestAccuracyAtEarlyStop == here.TestAccuracyAtEarlyStop && imported.FinalTestAccuracy == here.FinalTestAccuracy && imported.EarlyStopIteration == here.EarlyStopIteration && imported.Kept == here.Kept && isMaskEqual != false;
        var outcome = here is null ? ReproductionOutcome.Missing
            : isEqual ? ReproductionOutcome.Equal
            : largest is { } difference && Math.Abs(difference) <= tolerance ? ReproductionOutcome.WithinTolerance
            : ReproductionOutcome.Different;
        return new ReproducedRound(imported.Replicate, imported.Branch, imported.Draw, imported.Round, outcome, imported.Accuracy, here?.Accuracy, largest, isMaskEqual);
    }

    private static double? Difference(double? theirs, double? ours) => theirs is { } a && ours is { } b ? b - a : null;

    private static string Say(ReproductionOutcome outcome, List<ReproducedRound> all, List<ReproducedRound> compared, double tolerance)
    {
        var worst = compared.OrderByDescending(round => round.Outcome).ThenByDescending(round => Math.Abs(round.Difference ?? 0)).FirstOrDefault();
        var where = worst is null ? "" : $"replicate {worst.Replicate + 1}, {BranchText.Of(worst.Branch)}, round {worst.Round}";
        var share = compared.Count == all.Count ? $"all {all.Count} trainings" : $"{compared.Count} of {all.Count} trainings that are done here";
        return outcome switch
        {
            ReproductionOutcome.Missing => "The same spec has not been run here yet.",
            ReproductionOutcome.Equal => $"Equal to the digit in {share}.",
            ReproductionOutcome.WithinTolerance => $"Within {Numbers.Points(tolerance)} in {share}; the largest difference is {Numbers.Points(worst!.Difference ?? 0)} ({where}).",
            _ => $"Different: {compared.Count(round => round.Outcome == ReproductionOutcome.Different)} of {share} differ by more than {Numbers.Points(tolerance)}, most of all {where} ({(worst!.Difference is { } difference ? Numbers.Points(difference) : "not measured in both")}).",
        };
    }
}

/// <summary>One round of the import beside the same round here. Accuracies are fractions at early stop where it was measured, else at the end.</summary>
/// <param name="Replicate">0-based replicate.</param>
/// <param name="Branch"><c>ticket</c>, or the name of the control.</param>
/// <param name="Draw">0-based draw.</param>
/// <param name="Round">Round.</param>
/// <param name="Outcome">How close it came.</param>
/// <param name="Imported">Imported test accuracy.</param>
/// <param name="Here">Test accuracy here.</param>
/// <param name="Difference">The larger of the differences at early stop and at the end, here minus imported.</param>
/// <param name="IsMaskEqual">Whether both masks are the same to the bit; null when one is not known.</param>
internal sealed record ReproducedRound(int Replicate, Branch Branch, int Draw, int Round, ReproductionOutcome Outcome, double? Imported, double? Here, double? Difference, bool? IsMaskEqual);
