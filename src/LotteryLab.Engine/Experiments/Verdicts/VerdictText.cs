using System.Globalization;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Words;

namespace LotteryLab.Engine.Experiments.Verdicts;

/// <summary>One condition of a verdict, in words.</summary>
/// <param name="Text">What is asked.</param>
/// <param name="IsMet">The answer; null when the evidence is missing, too thin, or cannot give one.</param>
/// <param name="Evidence">Numbers.</param>
public sealed record VerdictCondition(string Text, bool? IsMet, string Evidence);

/// <summary>The words of a verdict, for every surface.</summary>
public static class VerdictText
{
    /// <summary>Why the default tolerance is not zero.</summary>
    public const string DefaultReason = "The default of 0.10 pp is ten of 10,000 test images: with none, half of all tickets that are exactly as good would be called worse.";

    /// <summary>The verdict in a few words.</summary>
    public static string Word(MatchOutcome outcome) => outcome switch
    {
        MatchOutcome.Matching => "Matching",
        MatchOutcome.MatchingInAccuracy => "Matching in accuracy",
        MatchOutcome.NotMatching => "Not matching",
        _ => "Not enough runs",
    };

    /// <summary>What the curves say, as one text: the accessible name of the chart, the preview of a shared link, and what a reader takes home.</summary>
    public static string Summary(ExperimentVerdict verdict) => string.Join(' ', Findings(verdict));

    /// <summary>The summary sentence by sentence, then the baselines that are missing, and the rule.</summary>
    public static IReadOnlyList<string> Sentences(ExperimentVerdict verdict) =>
        [.. Findings(verdict), .. verdict.Subjects.Count == 1 ? Missing(verdict.Subjects[0].Decisive) : [], .. verdict.Subjects.Any(subject => subject.Decisive is not null) ? [Rule(verdict.Tolerance)] : Array.Empty<string>()];

    /// <summary>The rule with its tolerance.</summary>
    public static string Rule(double tolerance) => string.Create(
        CultureInfo.InvariantCulture,
        $"Rule: a ticket matches when its mean test accuracy at early stop is at least the dense mean minus {tolerance * 100:0.00##} pp, in at most the dense mean number of iterations plus one evaluation interval, at every round down to the one named.");

    /// <summary>Which round decides, and why; empty while none is trained.</summary>
    public static string JudgedAt(SubjectVerdict? subject)
    {
        if (subject?.Decisive is not { } round)
        {
            return "";
        }

        var why = !round.HoldsInMeans ? "the first pruned round, because it does not match"
            : subject.FirstBelow is null ? "the sparsest round, because every round down to it matches"
            : "the sparsest round down to which every round matches";
        return string.Create(CultureInfo.InvariantCulture, $"Judged at round {round.Round}, with {Numbers.WeightsRemaining(round.Density)} of weights remaining: {why}{(round.Outcome == MatchOutcome.NotEnoughRuns ? " in its mean" : "")} (n={round.Count}).");
    }

    /// <summary>What a match needs, with numbers.</summary>
    public static IReadOnlyList<VerdictCondition> Conditions(RoundVerdict round) =>
    [
        new("Accuracy of the dense network", round.Accuracy.IsMet, $"{SpreadText.Accuracy(round.Accuracy.Ticket)} against {SpreadText.Accuracy(round.Accuracy.Dense)}: {(round.Accuracy.Test is { } test ? Sentence(test) : Numbers.Points(round.Accuracy.Difference))}{(round.Accuracy.IsAtEarlyStop ? "" : ", at the end of training")}"),
        new("No more iterations than the dense network", round.Iterations.Outcome switch { IterationOutcome.Met => true, IterationOutcome.NotMet => false, _ => null }, Iterations(round.Iterations)),
    ];

    /// <summary>What the controls say, and which are missing.</summary>
    public static IReadOnlyList<VerdictCondition> Lights(RoundVerdict round) =>
    [
        .. round.Controls.OrderBy(control => control.Question).Select(control => new VerdictCondition($"{Capital(ControlDescriptor.Claim(control.Question))}: better than {Lower(control.Title)}", control.IsBeaten, Sentence(control.Test))),
        .. round.Missing.Select(missing => new VerdictCondition($"{Capital(ControlDescriptor.Claim(missing.Question))}: better than {Lower(missing.Title)}", null, "no such control has been trained for this round")),
    ];

    /// <summary>Difference, interval, n and p.</summary>
    public static string Sentence(DifferenceTest test) => (test.HalfWidth95, test.PValue) switch
    {
        ({ } half, { } p) => string.Create(CultureInfo.InvariantCulture, $"{Numbers.Points(test.Difference)} (95% CI {Numbers.Points(test.Difference - half)} to {Numbers.Points(test.Difference + half)}, n={test.Count}, p={(p < 0.001 ? "below 0.001" : p.ToString("0.000", CultureInfo.InvariantCulture))})"),
        _ => $"{Numbers.Points(test.Difference)} (n={test.Count}: {test.Untested})",
    };

    private static IEnumerable<string> Findings(ExperimentVerdict verdict)
    {
        if (verdict.Dense is not { } dense)
        {
            return ["No dense network is trained yet."];
        }

        var first = $"The dense network reaches {Numbers.Accuracy(dense.Mean)} (n={dense.Count}).";
        return verdict.Subjects switch
        {
            [{ Branch.IsTicket: true } tickets] => [first, .. Tickets(tickets)],
            var methods => [first, .. SideBySide(methods)],
        };
    }

    private static IEnumerable<string> Tickets(SubjectVerdict subject)
    {
        if (subject.Decisive is not { } round)
        {
            yield return "No ticket is trained yet.";
            yield break;
        }

        if (round.Outcome == MatchOutcome.NotEnoughRuns)
        {
            yield return TooFew(round);
            yield return $"At {At(round)} tickets reach {Numbers.Accuracy(round.Accuracy.Ticket.Mean)} ({Numbers.Points(round.Accuracy.Difference)}).";
        }
        else if (round.Outcome == MatchOutcome.NotMatching)
        {
            yield return $"Tickets do not match it from the first round on: {At(round)} ({Why(round)}, n={round.Count}).";
        }
        else
        {
            var below = subject.FirstBelow is { } miss ? $", and no longer at {At(miss)} ({Why(miss)})" : "";
            yield return $"Tickets match it{(round.Outcome == MatchOutcome.MatchingInAccuracy ? " in accuracy" : "")} down to {At(round)} ({Numbers.Points(round.Accuracy.Difference)}, n={round.Count}){below}.";
        }

        // Where iterations decide against the round, that has been said.
        if (round.Iterations.Outcome != IterationOutcome.NotMet)
        {
            yield return $"Early stop: {Iterations(round.Iterations)}.";
        }

        foreach (var control in round.Controls)
        {
            var claim = ControlDescriptor.Claim(control.Question);
            yield return $"Against {Lower(control.Title)} there: {Sentence(control.Test)}{control.IsBeaten switch { true => $"; {claim}", false => $"; it is not shown that {claim}", null => "" }}.";
        }
    }

    private static IEnumerable<string> SideBySide(IReadOnlyList<SubjectVerdict> methods)
    {
        var judged = methods.Where(method => method.Decisive is not null).ToList();
        if (judged.Count == 0)
        {
            return ["No ticket is trained yet."];
        }

        var matching = judged.Where(method => method.Decisive!.HoldsInMeans).Select(method => $"{method.Branch} down to {Numbers.WeightsRemaining(method.Decisive!.Density)}").ToList();
        var sentence = matching.Count == 0 ? $"None of {methods.Count} methods matches it." : $"Of {methods.Count} methods these match it: {string.Join(", ", matching)}.";
        return judged.Find(method => method.Decisive!.Outcome == MatchOutcome.NotEnoughRuns)?.Decisive is { } thin ? [TooFew(thin), sentence] : [sentence];
    }

    private static IEnumerable<string> Missing(RoundVerdict? round) => round is { Missing.Count: > 0 }
        ? [$"Not asked yet: {string.Join("; ", round.Missing.Select(missing => $"whether {ControlDescriptor.Claim(missing.Question)} ({Lower(missing.Title)})"))}."]
        : [];

    private static string TooFew(RoundVerdict round) => string.Create(CultureInfo.InvariantCulture, $"Not enough runs for a verdict: n={Math.Min(round.Count, round.DenseCount)}, and at least {VerdictRule.FewestRuns} are needed.");

    private static string At(RoundVerdict round) => string.Create(CultureInfo.InvariantCulture, $"{Numbers.WeightsRemaining(round.Density)} of weights, round {round.Round}");

    private static string Why(RoundVerdict round) => round.Accuracy.IsMet
        ? $"early stop at iteration {Iterations(round.Iterations)}"
        : Numbers.Points(round.Accuracy.Difference);

    private static string Iterations(IterationCriterion criterion) => criterion.Outcome switch
    {
        IterationOutcome.NotMeasured => "not measured, no images are held out for validation",
        IterationOutcome.Censored => string.Create(CultureInfo.InvariantCulture, $"cannot be judged, the validation loss still falls at the end of {criterion.Censored} of {criterion.Runs} runs"),
        _ => $"{SpreadText.Iterations(criterion.Ticket)} against {SpreadText.Iterations(criterion.Dense)} of the dense network{(criterion.Interval > 0 ? $", told apart by {Numbers.Groups(criterion.Interval)}" : "")}",
    };

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Lower(string text) => char.ToLowerInvariant(text[0]) + text[1..];
}
