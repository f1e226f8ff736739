using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Experiments.Verdicts;

/// <summary>
/// The one rule by which tickets win: at least the dense mean accuracy minus a tolerance, in at most the dense mean number of iterations plus one evaluation
/// interval, at every round down to the one named (card 01, A). Command line, pages, charts, previews, shared pages and the API all ask it.
/// </summary>
public static class VerdictRule
{
    /// <summary>
    /// How far below the dense mean a ticket may stay: a tenth of a percentage point, ten of 10,000 test images. With no tolerance half of all tickets that
    /// are exactly as good would be called worse; seeds of small networks differ by two to three times as much.
    /// </summary>
    public const double DefaultTolerance = 0.001;

    /// <summary>Largest tolerance that a person may ask for, as a fraction.</summary>
    public const double LargestTolerance = 0.1;

    /// <summary>Fewer runs than this give no verdict.</summary>
    public const int FewestRuns = DifferenceTest.FewestRuns;

    // A mean exactly at the limit matches, whatever the last bit of a subtraction says.
    private const double RoundingError = 1e-12;

    /// <summary>Judges the finished rounds of an experiment.</summary>
    /// <param name="rounds">Finished rounds of all replicates and branches.</param>
    /// <param name="tolerance">How far below the dense mean still matches, as a fraction.</param>
    /// <param name="catalog">Known controls; null for those of the engine.</param>
    public static ExperimentVerdict Judge(IEnumerable<IMeasuredRound> rounds, double tolerance = DefaultTolerance, ComponentCatalog? catalog = null)
    {
        // Nothing is left of an emptied network that could match.
        var there = rounds.Where(round => round is { Accuracy: not null, Density: not null } && (round.Round == 0 || round.Kept > 0)).ToList();
        var branches = new BranchRoles(there.Select(round => round.Branch), catalog ?? ComponentCatalog.Default);
        var dense = there.Where(round => round is { Branch.IsTicket: true, Round: 0 }).ToList();
        if (dense.Count == 0)
        {
            return new ExperimentVerdict(tolerance, null, []);
        }

        return new ExperimentVerdict(
            tolerance,
            Spread.Of(dense.Select(Accuracy)),
            [.. branches.Subjects.Select(subject => Judge(subject, there, dense, branches, tolerance))]);
    }

    private static SubjectVerdict Judge(Branch subject, List<IMeasuredRound> rounds, List<IMeasuredRound> dense, BranchRoles branches, double tolerance)
    {
        var controls = rounds.Where(round => branches.ControlOf(round.Branch) is not null && round.Branch.Tickets == subject).ToLookup(round => round.Round);
        var judged = rounds
            .Where(round => round.Branch == subject && round.Round > 0)
            .GroupBy(round => round.Round)
            .OrderBy(group => group.Key)
            .Select(group => Judge([.. group], dense, [.. controls[group.Key]], branches, tolerance))
            .ToList();

        // A sparse round that only one replicate has reached yet does not undo what three have shown above it.
        var enough = judged.TakeWhile(round => round.Outcome != MatchOutcome.NotEnoughRuns).ToList();
        var deciding = enough.Count > 0 ? enough : judged;
        var decisive = deciding.TakeWhile(round => round.HoldsInMeans).LastOrDefault() ?? deciding.FirstOrDefault();
        return new SubjectVerdict(subject, judged, decisive?.Round ?? 0);
    }

    private static RoundVerdict Judge(List<IMeasuredRound> tickets, List<IMeasuredRound> dense, List<IMeasuredRound> controls, BranchRoles branches, double tolerance)
    {
        var (ticketMean, denseMean) = (Spread.Of(tickets.Select(Accuracy))!, Spread.Of(dense.Select(Accuracy))!);
        var accuracy = new AccuracyCriterion(
            ticketMean,
            denseMean,
            tickets.TrueForAll(ticket => ticket.TestAccuracyAtEarlyStop is not null),
            DifferenceTest.Paired(Pairs(tickets, dense)),
            ticketMean.Mean >= denseMean.Mean - tolerance - RoundingError);
        var iterations = Compare(tickets, dense);
        var criteria = controls
            .GroupBy(control => control.Branch.Name)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => Compare(branches.Find(group.Key)!, tickets, [.. group]))
            .OfType<ControlCriterion>()
            .ToList();
        var (own, theirs) = (Replicates(tickets), Replicates(dense));
        var outcome = Math.Min(own, theirs) < FewestRuns ? MatchOutcome.NotEnoughRuns
            : !accuracy.IsMet || iterations.Outcome == IterationOutcome.NotMet ? MatchOutcome.NotMatching
            : iterations.Outcome == IterationOutcome.Met ? MatchOutcome.Matching
            : MatchOutcome.MatchingInAccuracy;
        return new RoundVerdict(tickets[0].Round, tickets.Average(ticket => ticket.Density!.Value), own, theirs, outcome, accuracy, iterations, criteria, branches.Missing([.. criteria.Select(each => each.Control)]));
    }

    private static IterationCriterion Compare(List<IMeasuredRound> tickets, List<IMeasuredRound> dense)
    {
        List<IMeasuredRound> both = [.. tickets, .. dense];
        var own = Spread.Of(tickets.Select(ticket => (double?)ticket.EarlyStopIteration).OfType<double>());
        var limit = Spread.Of(dense.Select(run => (double?)run.EarlyStopIteration).OfType<double>());
        var interval = both.Max(run => run.EvaluationInterval ?? 0);
        var censored = both.Count(run => run.EarlyStopIteration is { } stop && stop >= run.LastEvaluation);
        var outcome = own is null || limit is null ? IterationOutcome.NotMeasured
            : censored > 0 ? IterationOutcome.Censored
            : own.Mean <= limit.Mean + interval + RoundingError ? IterationOutcome.Met
            : IterationOutcome.NotMet;
        return new IterationCriterion(own, limit, interval, censored, both.Count, outcome);
    }

    private static ControlCriterion? Compare(ControlDescriptor control, List<IMeasuredRound> tickets, List<IMeasuredRound> controls) =>
        DifferenceTest.Paired(Pairs(tickets, controls)) is { } test
            ? new ControlCriterion(control.Name, control.Title, control.Question, test, test.IsSignificant is { } isSignificant ? isSignificant && test.Difference > 0 : null)
            : null;

    private static IEnumerable<double> Pairs(List<IMeasuredRound> tickets, List<IMeasuredRound> others) => tickets
        .Where(ticket => others.Exists(other => other.Replicate == ticket.Replicate))
        .Select(ticket => Accuracy(ticket) - others.Where(other => other.Replicate == ticket.Replicate).Average(Accuracy));

    private static int Replicates(List<IMeasuredRound> rounds) => rounds.Select(round => round.Replicate).Distinct().Count();

    private static double Accuracy(IMeasuredRound round) => round.Accuracy!.Value;
}
