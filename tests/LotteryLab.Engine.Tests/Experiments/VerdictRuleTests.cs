using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Experiments.Verdicts;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Tests.Experiments;

public sealed class VerdictRuleTests
{
    [Theory]
    [InlineData(1, MatchOutcome.NotEnoughRuns)]
    [InlineData(2, MatchOutcome.NotEnoughRuns)]
    [InlineData(3, MatchOutcome.Matching)]
    [InlineData(20, MatchOutcome.Matching)]
    public void Judge_BetterAndQuicker_NeedsThreeRuns(int replicates, MatchOutcome expected)
    {
        var verdict = VerdictRule.Judge(Experiment(replicates, (0, 0.95, 500), (1, 0.96, 400)));
        var tickets = verdict.Of(Branch.Ticket)!;
        Assert.Equal((1, expected), (tickets.DecisiveRound, tickets.Decisive!.Outcome));
        Assert.Equal((replicates, replicates), (tickets.Decisive.Count, tickets.Decisive.DenseCount));
        Assert.Equal(expected == MatchOutcome.NotEnoughRuns, verdict.Sentences.Any(sentence => sentence.StartsWith($"Not enough runs for a verdict: n={replicates}", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(0.95, 0, true)]
    [InlineData(0.9499, 0, false)]
    [InlineData(0.949, 0.001, true)]
    [InlineData(0.9489, 0.001, false)]
    public void Judge_MeanAtTheLimit_Matches(double ticket, double tolerance, bool isMet)
    {
        var round = Decisive(Experiment(3, (0, 0.95, 500), (1, ticket, 400)), tolerance);
        Assert.Equal(isMet, round.Accuracy.IsMet);
        Assert.Equal(isMet ? MatchOutcome.Matching : MatchOutcome.NotMatching, round.Outcome);
    }

    [Theory]
    [InlineData(500, IterationOutcome.Met)]
    [InlineData(550, IterationOutcome.Met)]
    [InlineData(551, IterationOutcome.NotMet)]
    public void Judge_LaterByAnInterval_StillMatches(long stop, IterationOutcome expected)
    {
        var round = Decisive(Experiment(3, (0, 0.95, 500), (1, 0.96, stop)));
        Assert.Equal((50, expected), (round.Iterations.Interval, round.Iterations.Outcome));
        Assert.Equal(expected == IterationOutcome.Met ? MatchOutcome.Matching : MatchOutcome.NotMatching, round.Outcome);
    }

    [Theory]
    [InlineData(1000, 500)]
    [InlineData(500, 1000)]
    [InlineData(1000, 1000)]
    public void Judge_LossThatStillFallsAtTheEnd_IsNotCompared(long dense, long ticket)
    {
        var rounds = Experiment(3, (0, 0.95, dense), (1, 0.96, ticket));
        var round = Decisive(rounds);
        Assert.Equal((IterationOutcome.Censored, MatchOutcome.MatchingInAccuracy), (round.Iterations.Outcome, round.Outcome));
        Assert.Equal(dense == ticket ? 6 : 3, round.Iterations.Censored);
        Assert.Contains(VerdictRule.Judge(rounds).Sentences, sentence => sentence.Contains("cannot be judged, the validation loss still falls", StringComparison.Ordinal));
        Assert.Null(VerdictText.Conditions(round)[1].IsMet);
    }

    [Fact]
    public void Judge_CensoredAndWorse_DoesNotMatch() =>
        Assert.Equal(MatchOutcome.NotMatching, Decisive(Experiment(3, (0, 0.95, 1000), (1, 0.9, 1000))).Outcome);

    [Fact]
    public void Judge_WithoutValidation_GoesByTheAccuracyAtTheEnd()
    {
        var rounds = Experiment(3, (0, 0.95, 500), (1, 0.96, 400)).ConvertAll(round => round with { EarlyStopIteration = null, TestAccuracyAtEarlyStop = null, LastEvaluation = null, EvaluationInterval = null });
        var round = Decisive(rounds);
        Assert.Equal((IterationOutcome.NotMeasured, MatchOutcome.MatchingInAccuracy, false), (round.Iterations.Outcome, round.Outcome, round.Accuracy.IsAtEarlyStop));
    }

    [Fact]
    public void Judge_LuckyRoundBelowAFailingOne_DecidesByTheLastWithoutAGap()
    {
        var verdict = VerdictRule.Judge(Experiment(3, (0, 0.95, 500), (1, 0.96, 400), (2, 0.90, 400), (3, 0.96, 400)));
        var tickets = verdict.Of(Branch.Ticket)!;
        Assert.Equal((1, 2), (tickets.DecisiveRound, tickets.FirstBelow!.Round));
        Assert.Contains(verdict.Sentences, sentence => sentence.Contains("down to 50% of weights, round 1 (+1.00 pp, n=3), and no longer at 25% of weights, round 2 (\u22125.00 pp)", StringComparison.Ordinal));
    }

    [Fact]
    public void Judge_RoundThatOneReplicateHasReached_LeavesTheDecisionToThoseWithEnough()
    {
        var rounds = Experiment(3, (0, 0.95, 500), (1, 0.96, 400), (2, 0.96, 400));
        rounds.RemoveAll(round => round is { Round: 2, Replicate: > 0 });
        Assert.Equal((1, MatchOutcome.Matching), (Decisive(rounds).Round, Decisive(rounds).Outcome));
    }

    [Fact]
    public void Judge_NothingOrOnlyTheDenseNetwork_SaysSo()
    {
        Assert.Equal(["No dense network is trained yet."], VerdictRule.Judge([]).Sentences);
        Assert.Equal(["The dense network reaches 95.00% (n=3).", "No ticket is trained yet."], VerdictRule.Judge([.. Experiment(3, (0, 0.95, 500)), Run("random-reinit", 0, 1, 0.9, 400)]).Sentences);
    }

    [Fact]
    public void Judge_Controls_AreTestedByReplicateWithTheirDrawsAveraged()
    {
        var rounds = Experiment(3, (0, 0.95, 500), (1, 0.96, 400));
        foreach (var replicate in Enumerable.Range(0, 3))
        {
            rounds.Add(Run("random-reinit", replicate, 1, 0.92 + (0.001 * replicate), 400));
            rounds.Add(Run("random-reinit", replicate, 1, 0.94 + (0.001 * replicate), 400) with { Draw = 1 });
        }

        var round = Decisive(rounds);
        var control = Assert.Single(round.Controls);
        Assert.Equal(("random-reinit", 3, true), (control.Control, control.Test.Count, control.IsBeaten));
        Assert.Equal(0.029, control.Test.Difference, 1e-12);
        Assert.Equal(["shuffled-mask"], round.Missing.Select(missing => missing.Control));
    }

    [Theory]
    [InlineData("shuffled-mask", "random-reinit")]
    [InlineData("random-pruning", "random-reinit")]
    [InlineData("inverted-scores", "random-reinit,shuffled-mask")]
    public void Judge_MissingControls_AreTheBaselinesOfOpenQuestions(string trained, string expected)
    {
        var rounds = Experiment(3, (0, 0.95, 500), (1, 0.96, 400));
        rounds.AddRange(Enumerable.Range(0, 3).Select(replicate => Run(trained, replicate, 1, 0.9, 400)));
        Assert.Equal(expected.Split(','), Decisive(rounds).Missing.Select(missing => missing.Control));
    }

    [Fact]
    public void Judge_MethodsSideBySide_AreEachASubject()
    {
        List<RoundResult> rounds = [];
        foreach (var replicate in Enumerable.Range(0, 3))
        {
            rounds.AddRange([Run("ticket", replicate, 0, 0.95, 500), Run("imp", replicate, 1, 0.96, 400), Run("imp", replicate, 2, 0.9, 400), Run("imp/shuffled-mask", replicate, 1, 0.97, 400), Run("random", replicate, 1, 0.8, 400)]);
        }

        var verdict = VerdictRule.Judge(rounds);
        Assert.Equal(["imp", "random"], verdict.Subjects.Select(subject => subject.Branch.Name));
        Assert.Equal("shuffled-mask", Assert.Single(verdict.Of(Branch.Of("imp"))!.At(1)!.Controls).Control);
        Assert.Equal("The dense network reaches 95.00% (n=3). Of 2 methods these match it: imp down to 50%.", VerdictText.Summary(verdict));
    }

    [Fact]
    public void Judge_ControlOfATestAssembly_IsNamedDrawnAndMissedWithoutAnotherLine()
    {
        var catalog = ComponentCatalog.FromTypes(typeof(ReversedSchedule));
        var rounds = Experiment(3, (0, 0.95, 500), (1, 0.96, 400));
        var missing = Assert.Single(VerdictRule.Judge(rounds, catalog: catalog).Of(Branch.Ticket)!.Decisive!.Missing);
        Assert.Equal(("Reversed schedule", ControlQuestion.Training), (missing.Title, missing.Question));

        rounds.AddRange(Enumerable.Range(0, 3).Select(replicate => Run("reversed-schedule", replicate, 1, 0.94 + (0.001 * replicate), 400)));
        var verdict = VerdictRule.Judge(rounds, catalog: catalog);
        Assert.Empty(verdict.Of(Branch.Ticket)!.Decisive!.Missing);
        Assert.Contains(verdict.Sentences, sentence => sentence.StartsWith("Against reversed schedule there: +1.90 pp", StringComparison.Ordinal) && sentence.EndsWith("the way of training matters.", StringComparison.Ordinal));
        var roles = new BranchRoles([Branch.Ticket, Branch.Of("reversed-schedule")], catalog);
        Assert.Equal(("Reversed schedule", CurveDash.Dot, false), (roles.Word(Branch.Of("reversed-schedule")), roles.Dash(Branch.Of("reversed-schedule")), roles.AreSideBySide));
    }

    private static RoundVerdict Decisive(IEnumerable<RoundResult> rounds, double tolerance = VerdictRule.DefaultTolerance) => VerdictRule.Judge(rounds, tolerance).Of(Branch.Ticket)!.Decisive!;

    private static List<RoundResult> Experiment(int replicates, params (int Round, double Accuracy, long Stop)[] rounds) =>
        [.. Enumerable.Range(0, replicates).SelectMany(replicate => rounds.Select(round => Run(PlannedRound.TicketBranch, replicate, round.Round, round.Accuracy, round.Stop)))];

    private static RoundResult Run(string branch, int replicate, int round, double accuracy, long stop) => new()
    {
        Replicate = replicate,
        Branch = Branch.Parse(branch),
        Draw = 0,
        Round = round,
        Prunable = 1000,
        Kept = 1000 >> round,
        Tensors = [],
        EarlyStopIteration = stop,
        LastEvaluation = 1000,
        EvaluationInterval = 50,
        TestAccuracyAtEarlyStop = accuracy,
        FinalTestAccuracy = 0.5,
        FinalTrainAccuracy = 1,
        TrainingKey = "",
        StartKey = "",
        MaskKey = null,
    };

    /// <summary>A control in one file, of an assembly that the engine does not know.</summary>
    public sealed class ReversedSchedule : Control<NoOptions>
    {
        public override ControlDescriptor Descriptor { get; } = new("reversed-schedule", "Reversed schedule", "Trains the ticket with its learning rates in reverse order.")
        {
            Question = ControlQuestion.Training,
            Role = ControlRole.Baseline,
            Dash = CurveDash.Dot,
        };

        protected override void Unfold(ReplicatePlan plan, PlannedRound ticket, NoOptions options) => throw new NotSupportedException();
    }
}
