using System.Globalization;
using LotteryLab.Engine.Controls;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Experiments;

/// <summary>What a sanity check says about one round.</summary>
public enum SanityOutcome
{
    /// <summary>Fewer than three replicates: no statement.</summary>
    NotEnoughRuns,

    /// <summary>Every replicate shows the same difference, so that there is no spread to test it against: no statement.</summary>
    NotTested,

    /// <summary>The control is significantly worse: the ticket passes.</summary>
    Passed,

    /// <summary>The control is not significantly worse: the ticket does not pass.</summary>
    NotPassed,
}

/// <summary>A ticket against one sanity check at one round, paired over replicates.</summary>
/// <param name="Branch">Branch of the control.</param>
/// <param name="Control">Name of the control.</param>
/// <param name="Round">Round.</param>
/// <param name="Density">Mean density of the tickets.</param>
/// <param name="Count">n: replicates that have both; draws of a control are averaged first.</param>
/// <param name="MeanDifference">Final test accuracy of the ticket minus that of the control, in [-1, 1].</param>
/// <param name="HalfWidth95">Half width of the 95 % confidence interval of the difference; null below n = 3.</param>
/// <param name="PValue">Two-sided paired t-test; null below n = 3 and where all differences are equal.</param>
/// <param name="Outcome">Conclusion at the level of 5 %.</param>
/// <param name="Sentence">The same in words.</param>
public sealed record SanityFinding(Branch Branch, string Control, int Round, double Density, int Count, double MeanDifference, double? HalfWidth95, double? PValue, SanityOutcome Outcome, string Sentence);

/// <summary>Which sanity checks a method passed, in words (card 02, F).</summary>
/// <param name="Test">The test that was used.</param>
/// <param name="Findings">One for each check and round, by control and round.</param>
/// <param name="Sentences">One for each control, and one over all of them.</param>
public sealed record SanityVerdict(string Test, IReadOnlyList<SanityFinding> Findings, IReadOnlyList<string> Sentences)
{
    private const int Fewest = DifferenceTest.FewestRuns;

    /// <summary>Judges the rounds of an experiment; null when it has no sanity checks.</summary>
    public static SanityVerdict? Of(IReadOnlyList<RoundResult> rounds, ComponentCatalog? catalog = null)
    {
        var checks = (catalog ?? ComponentCatalog.Default).Of<IControl>().Where(control => control is ISanityCheck).ToDictionary(control => control.Descriptor.Name, StringComparer.Ordinal);
        var findings = rounds
            .Where(round => checks.ContainsKey(round.Branch.Name))
            .GroupBy(round => (round.Branch, round.Round))
            .OrderBy(group => group.Key.Branch, Branch.TicketsFirst)
            .ThenBy(group => group.Key.Round)
            .Select(group => Compare(checks[group.Key.Branch.Name], group.Key.Branch, group.Key.Round, [.. rounds.Where(round => round.Branch == group.Key.Branch.Tickets)], [.. group]))
            .OfType<SanityFinding>()
            .ToList();
        return findings.Count == 0 ? null : new SanityVerdict(
            "Two-sided paired t-test on final test accuracy over replicates, at the 5 % level, for each round on its own (no correction for several rounds).",
            findings,
            [.. findings.GroupBy(finding => finding.Branch.Tickets).SelectMany(method => Conclude(checks, method.Key, [.. method]))]);
    }

    private static IEnumerable<string> Conclude(Dictionary<string, IControl> checks, Branch method, List<SanityFinding> findings)
    {
        var prefix = method.IsTicket ? "" : $"{method}: ";
        return findings.GroupBy(finding => finding.Control)
            .Select(group => Summarize(checks[group.Key], [.. group]))
            .Append(Overall(checks, findings))
            .Select(sentence => prefix + sentence);
    }

    private static SanityFinding? Compare(IControl control, Branch branch, int round, List<RoundResult> tickets, List<RoundResult> controls)
    {
        var pairs = tickets
            .Where(ticket => ticket.Round == round && controls.Exists(other => other.Replicate == ticket.Replicate))
            .Select(ticket => (Ticket: ticket, Difference: ticket.FinalTestAccuracy - controls.Where(other => other.Replicate == ticket.Replicate).Average(other => other.FinalTestAccuracy)))
            .ToList();
        if (DifferenceTest.Paired(pairs.Select(pair => pair.Difference)) is not { } test)
        {
            return null;
        }

        var density = pairs.Average(pair => pair.Ticket.Density);
        var outcome = test.IsSignificant switch
        {
            null => test.Count < Fewest ? SanityOutcome.NotEnoughRuns : SanityOutcome.NotTested,
            true when test.Difference > 0 => SanityOutcome.Passed,
            _ => SanityOutcome.NotPassed,
        };
        return new SanityFinding(branch, control.Descriptor.Name, round, density, test.Count, test.Difference, test.HalfWidth95, test.PValue, outcome, Sentence((ISanityCheck)control, control.Descriptor.Title, density, test, outcome));
    }

    private static string Sentence(ISanityCheck check, string title, double density, DifferenceTest test, SanityOutcome outcome)
    {
        var where = string.Create(CultureInfo.InvariantCulture, $"{title} at density {density:0.####}");
        var points = string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(100 * test.Difference):0.0} points {(test.Difference >= 0 ? "worse" : "better")} than the ticket");
        return outcome switch
        {
            SanityOutcome.NotEnoughRuns => string.Create(CultureInfo.InvariantCulture, $"{where}: {points}, but not enough runs for a conclusion (n = {test.Count}, at least {Fewest} are needed)."),
            SanityOutcome.NotTested => string.Create(CultureInfo.InvariantCulture, $"{where}: {points} (n = {test.Count}); {test.Untested}."),
            SanityOutcome.Passed => string.Create(CultureInfo.InvariantCulture, $"{where}: {points} (n = {test.Count}, p = {test.PValue:0.###}); {check.Passed}."),
            _ => string.Create(CultureInfo.InvariantCulture, $"{where}: {points}, which is not significantly worse (n = {test.Count}, p = {test.PValue:0.###}); as far as this shows, {check.Failed}."),
        };
    }

    private static string Summarize(IControl control, List<SanityFinding> findings)
    {
        var judged = findings.Where(finding => finding.PValue is not null).ToList();
        if (judged.Count == 0)
        {
            return findings.TrueForAll(finding => finding.Outcome == SanityOutcome.NotEnoughRuns)
                ? $"{control.Descriptor.Title}: not enough runs (n < {Fewest})."
                : $"{control.Descriptor.Title}: not tested; the differences have no spread.";
        }

        var passed = judged.Count(finding => finding.Outcome == SanityOutcome.Passed);
        var check = (ISanityCheck)control;
        var meaning = passed == judged.Count ? check.Passed : passed == 0 ? check.Failed : $"at some densities {check.Passed}, at others {check.Failed}";
        return string.Create(CultureInfo.InvariantCulture, $"{control.Descriptor.Title}: passed at {passed} of {judged.Count} densities (n = {judged.Min(finding => finding.Count)}); {meaning}.");
    }

    private static string Overall(Dictionary<string, IControl> checks, List<SanityFinding> findings)
    {
        var decisive = findings.Where(finding => ((ISanityCheck)checks[finding.Control]).IsDecisive).ToList();
        if (decisive.TrueForAll(finding => finding.PValue is null))
        {
            return decisive.TrueForAll(finding => finding.Outcome == SanityOutcome.NotEnoughRuns)
                ? "Verdict: not enough runs for a verdict."
                : "Verdict: none; the differences have no spread to test against.";
        }

        var failed = decisive.Where(finding => finding.Outcome == SanityOutcome.NotPassed).Select(finding => finding.Control).Distinct().ToList();
        var open = decisive.Where(finding => finding.PValue is null).Select(finding => finding.Control).Distinct().ToList();
        if (failed.Count == 0 && open.Count > 0)
        {
            return $"Verdict: open; not tested everywhere: {string.Join(", ", open)}.";
        }

        return failed.Count == 0
            ? "Verdict: every decisive check was passed; the mask is more than the densities of its layers."
            : $"Verdict: not passed ({string.Join(", ", failed)}); do not claim that the mask is more than the densities of its layers.";
    }
}
