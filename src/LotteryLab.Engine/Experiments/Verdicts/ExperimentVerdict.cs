using LotteryLab.Engine.Planning;

namespace LotteryLab.Engine.Experiments.Verdicts;

/// <summary>What a round comes to.</summary>
public enum MatchOutcome
{
    /// <summary>Fewer runs than a verdict needs; the criteria say only how the means lie.</summary>
    NotEnoughRuns,

    /// <summary>As accurate as the dense network, in no more iterations.</summary>
    Matching,

    /// <summary>As accurate as the dense network; whether in no more iterations cannot be judged.</summary>
    MatchingInAccuracy,

    /// <summary>Less accurate, or slower.</summary>
    NotMatching,
}

/// <summary>How the early stop of a ticket stands to the dense network's.</summary>
public enum IterationOutcome
{
    /// <summary>No images were held out for validation.</summary>
    NotMeasured,

    /// <summary>
    /// The lowest validation loss of a run lies at its last evaluation: it still falls, and the iteration at which it would have stopped falling lies somewhere
    /// behind the end. Such iterations are no early stops, and are not compared.
    /// </summary>
    Censored,

    /// <summary>No later than the dense network's, by at most one evaluation interval.</summary>
    Met,

    /// <summary>Later.</summary>
    NotMet,
}

/// <summary>Who wins: facts and words about the tickets of an experiment.</summary>
/// <param name="Tolerance">How far below the dense mean still matches, as a fraction.</param>
/// <param name="Dense">Accuracy of the dense network; null while none is trained.</param>
/// <param name="Subjects">The tickets; where several methods stand side by side, the tickets of each.</param>
public sealed record ExperimentVerdict(double Tolerance, Spread? Dense, IReadOnlyList<SubjectVerdict> Subjects)
{
    /// <summary>The verdict in sentences, as every surface gives it.</summary>
    public IReadOnlyList<string> Sentences => VerdictText.Sentences(this);

    /// <summary>What is said of one branch; null for one that is not judged.</summary>
    public SubjectVerdict? Of(Branch branch) => Subjects.FirstOrDefault(subject => subject.Branch == branch);
}

/// <summary>The tickets of one method.</summary>
/// <param name="Branch">Their branch.</param>
/// <param name="Rounds">Their trained rounds without the dense one, rising.</param>
/// <param name="DecisiveRound">
/// The round that decides: the sparsest one down to which every round matches, since one lucky round below a failing one is no claim; the first when none
/// does; 0 while none is trained. Rounds with too few runs decide only where there are no others.
/// </param>
public sealed record SubjectVerdict(Branch Branch, IReadOnlyList<RoundVerdict> Rounds, int DecisiveRound)
{
    /// <summary>The verdict on the decisive round, and so on the whole; null while none is trained.</summary>
    public RoundVerdict? Decisive => At(DecisiveRound);

    /// <summary>The first round that does not match; null when all do.</summary>
    public RoundVerdict? FirstBelow => Rounds.FirstOrDefault(round => !round.HoldsInMeans);

    /// <summary>The verdict on a round; null for one that is not trained.</summary>
    public RoundVerdict? At(int round) => Rounds.FirstOrDefault(each => each.Round == round);
}

/// <summary>One round of tickets against the dense network and against its controls.</summary>
/// <param name="Round">Round.</param>
/// <param name="Density">Mean density.</param>
/// <param name="Count">n of the tickets.</param>
/// <param name="DenseCount">n of the dense network.</param>
/// <param name="Outcome">What it comes to.</param>
/// <param name="Accuracy">First criterion.</param>
/// <param name="Iterations">Second criterion.</param>
/// <param name="Controls">The controls of this round that were trained, by name.</param>
/// <param name="Missing">Baselines that are missing at this round: of every question that no trained control answers.</param>
public sealed record RoundVerdict(int Round, double Density, int Count, int DenseCount, MatchOutcome Outcome, AccuracyCriterion Accuracy, IterationCriterion Iterations, IReadOnlyList<ControlCriterion> Controls, IReadOnlyList<MissingControl> Missing)
{
    /// <summary>Whether neither criterion speaks against the round, however many runs there are.</summary>
    public bool HoldsInMeans => Accuracy.IsMet && Iterations.Outcome != IterationOutcome.NotMet;
}

/// <summary>Accuracy of the tickets against that of the dense network.</summary>
/// <param name="Ticket">Test accuracy of the tickets at early stop, or at the end where nothing is held out for validation.</param>
/// <param name="Dense">The same of the dense network.</param>
/// <param name="IsAtEarlyStop">Whether it is that at early stop.</param>
/// <param name="Test">Ticket minus dense, paired by replicate; null when they have no replicate in common. It informs; the rule goes by the means.</param>
/// <param name="IsMet">Whether the ticket's mean is at least the dense mean minus the tolerance.</param>
public sealed record AccuracyCriterion(Spread Ticket, Spread Dense, bool IsAtEarlyStop, DifferenceTest? Test, bool IsMet)
{
    /// <summary>Difference of the means.</summary>
    public double Difference => Ticket.Mean - Dense.Mean;
}

/// <summary>Early-stop iteration of the tickets against that of the dense network.</summary>
/// <param name="Ticket">That of the tickets; null without validation images.</param>
/// <param name="Dense">That of the dense network.</param>
/// <param name="Interval">Iterations between evaluations: by so much the ticket may be later, because no two iterations within it can be told apart.</param>
/// <param name="Censored">Runs of both whose validation loss still falls at the end.</param>
/// <param name="Runs">Runs of both.</param>
/// <param name="Outcome">How they stand to each other.</param>
public sealed record IterationCriterion(Spread? Ticket, Spread? Dense, long Interval, int Censored, int Runs, IterationOutcome Outcome);

/// <summary>Tickets against one control at the same round.</summary>
/// <param name="Control">Name of the control.</param>
/// <param name="Title">Its title.</param>
/// <param name="Question">What it puts to the test.</param>
/// <param name="Test">Accuracy of the ticket minus that of the control, paired by replicate; draws of a control are averaged first.</param>
/// <param name="IsBeaten">Whether the ticket is significantly better; null where there is no test.</param>
public sealed record ControlCriterion(string Control, string Title, ControlQuestion Question, DifferenceTest Test, bool? IsBeaten);

/// <summary>A baseline that was not trained.</summary>
/// <param name="Control">Name of the control.</param>
/// <param name="Title">Its title.</param>
/// <param name="Question">The question that stays open without it.</param>
public sealed record MissingControl(string Control, string Title, ControlQuestion Question);
