using System.Globalization;
using LotteryLab.Data.Stores;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Words;

namespace LotteryLab.Web.Reading;

/// <summary>What may be claimed about the tickets of one round, and on which evidence.</summary>
/// <param name="Word">The verdict in a few words.</param>
/// <param name="Tone">good, warn or quiet.</param>
/// <param name="Rule">The rule with its tolerance and n.</param>
/// <param name="Conditions">What a match needs, ticked or crossed.</param>
/// <param name="Lights">What else the controls say: initialisation matters, structure matters.</param>
/// <param name="Tolerance">How far below the dense mean still matches, as a fraction.</param>
public sealed record TicketVerdict(string Word, string Tone, string Rule, IReadOnlyList<VerdictCondition> Conditions, IReadOnlyList<VerdictCondition> Lights, double Tolerance)
{
    /// <summary>Largest tolerance that a person may ask for, as a fraction.</summary>
    public const double LargestTolerance = 0.1;

    /// <summary>Why the default tolerance is not zero.</summary>
    public const string DefaultReason = "The default of 0.10 pp is ten of 10,000 test images: with none, half of all tickets that are exactly as good would be called worse.";

    private const int FewestRuns = MatchingRule.FewestRuns;
    private static readonly string[] Reinitialization = ["random-reinit"];
    private static readonly string[] Structures = ["shuffled-mask", "random-pruning"];

    /// <summary>Judges one round over all replicates: matching needs the dense mean accuracy minus the tolerance in at most the dense mean early-stop iteration.</summary>
    public static TicketVerdict Of(IReadOnlyList<RoundRow> rounds, int round, double tolerance = MatchingRule.DefaultTolerance)
    {
        var rows = RunPayload.Rows(rounds);
        var dense = Find(rows, PlannedRound.TicketBranch, 0);
        var ticket = Find(rows, PlannedRound.TicketBranch, round);
        var rule = string.Create(
            CultureInfo.InvariantCulture,
            $"A ticket matches when its mean test accuracy at early stop is at least the dense mean minus {tolerance * 100:0.00##} pp, in at most the dense mean number of iterations (tickets n={ticket?.FinalTestAccuracy.Count ?? 0}, dense n={dense?.FinalTestAccuracy.Count ?? 0}).");
        if (round == 0 || dense is null || ticket is null)
        {
            return new(round == 0 ? "The dense network" : ticket is null ? "Not trained yet" : "No dense network to compare with", "quiet", rule, [], [], tolerance);
        }

        var (isAccurate, isQuick) = Matches(dense, ticket, tolerance);
        List<VerdictCondition> conditions =
        [
            new("Accuracy of the dense network", isAccurate, $"{SpreadText.Accuracy(ticket.Accuracy)} against {SpreadText.Accuracy(dense.Accuracy)}: {Numbers.Points(ticket.Accuracy.Mean - dense.Accuracy.Mean)}"),
            new("No more iterations than the dense network", isQuick, $"{SpreadText.Iterations(ticket.EarlyStopIteration)} against {SpreadText.Iterations(dense.EarlyStopIteration)}"),
        ];
        List<VerdictCondition> lights =
        [
            Beats("Initialisation matters: beats random re-initialisation", rounds, Reinitialization, round),
            Beats("Structure matters: beats a mask with the same layer densities", rounds, Structures, round),
        ];
        if (Math.Min(ticket.FinalTestAccuracy.Count, dense.FinalTestAccuracy.Count) < FewestRuns)
        {
            return new("Not enough runs", "quiet", $"{rule} With fewer than {FewestRuns} runs there is no verdict.", conditions, lights, tolerance);
        }

        return isAccurate && isQuick != false
            ? new("Matching", "good", rule, conditions, lights, tolerance)
            : new("Not matching", "warn", rule, conditions, lights, tolerance);
    }

    /// <summary>The round that an experiment is judged by: the sparsest one down to which every round matches; the first when none does; 0 before any is trained.</summary>
    public static int DecisiveRound(IReadOnlyList<RoundRow> rounds, double tolerance = MatchingRule.DefaultTolerance)
    {
        var tickets = RunPayload.Rows(rounds).Where(row => row.Branch.IsTicket).OrderBy(row => row.Round).ToList();
        var pruned = tickets.Where(row => row.Round > 0).ToList();
        if (tickets.Find(row => row.Round == 0) is not { } dense || pruned.Count == 0)
        {
            return pruned.FirstOrDefault()?.Round ?? 0;
        }

        // One lucky round below a failing one is no claim.
        return pruned.TakeWhile(row => Matches(dense, row, tolerance) is (true, not false)).LastOrDefault()?.Round ?? pruned[0].Round;
    }

    /// <summary>Reads a tolerance in percentage points, as an address has it; the default when it is none.</summary>
    public static double ReadTolerance(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var points) && points >= 0 && points <= LargestTolerance * 100 ? points / 100 : MatchingRule.DefaultTolerance;

    private static (bool IsAccurate, bool? IsQuick) Matches(ResultRow dense, ResultRow ticket, double tolerance) =>
        (ticket.Accuracy.Mean >= dense.Accuracy.Mean - tolerance, ticket.EarlyStopIteration is { } own && dense.EarlyStopIteration is { } limit ? own.Mean <= limit.Mean : null);

    private static VerdictCondition Beats(string text, IReadOnlyList<RoundRow> rounds, IReadOnlyList<string> branches, int round)
    {
        var tickets = rounds.Where(row => row.Branch.IsTicket && row.Round == round && row.Accuracy is not null).ToList();
        var controls = rounds.Where(row => branches.Contains(row.Branch.ToString()) && row.Round == round && row.Accuracy is not null).ToList();
        var differences = tickets
            .Where(ticket => controls.Exists(control => control.Replicate == ticket.Replicate))
            .Select(ticket => ticket.Accuracy!.Value - controls.Where(control => control.Replicate == ticket.Replicate).Average(control => control.Accuracy!.Value))
            .ToList();
        if (differences.Count == 0)
        {
            return new(text, null, "no such control has been trained for this round");
        }

        var test = PairedTest.Of(differences);
        return new(text, test.PValue is { } p ? p < PairedTest.Level && test.Mean > 0 : null, test.Sentence);
    }

    private static ResultRow? Find(IReadOnlyList<ResultRow> rows, string branch, int round) => rows.FirstOrDefault(row => row.Branch == branch && row.Round == round);
}

/// <summary>One condition of a verdict.</summary>
/// <param name="Text">What is asked.</param>
/// <param name="IsMet">The answer; null when the evidence is missing or too thin.</param>
/// <param name="Evidence">Numbers.</param>
public sealed record VerdictCondition(string Text, bool? IsMet, string Evidence);
