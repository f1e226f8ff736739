using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Planning;

namespace LotteryLab.Engine.Tests.Experiments;

public sealed class SanityVerdictTests
{
    [Fact]
    public void Of_ControlClearlyWorse_Passes()
    {
        var verdict = SanityVerdict.Of(Rounds("shuffled-mask", (0.90, 0.80), (0.91, 0.80), (0.92, 0.83)))!;

        var finding = Assert.Single(verdict.Findings);
        Assert.Equal(SanityOutcome.Passed, finding.Outcome);
        Assert.Equal(3, finding.Count);
        Assert.Equal(0.10, finding.MeanDifference, 1e-12);
        Assert.Contains("paired t-test", verdict.Test, StringComparison.Ordinal);
        Assert.Contains("every decisive check was passed", verdict.Sentences[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Of_KnownDifferences_GivesTheTextbookValue()
    {
        // Differences 1, 2, 3 points: t = 2 / (1 / sqrt 3) = 3.4641 with 2 degrees of freedom, two-sided p = 0.0742.
        var finding = Assert.Single(SanityVerdict.Of(Rounds("random-reinit", (0.81, 0.80), (0.82, 0.80), (0.83, 0.80)))!.Findings);

        Assert.Equal(0.0742, finding.PValue!.Value, 1e-4);
        Assert.Equal(SanityOutcome.NotPassed, finding.Outcome);
    }

    [Fact]
    public void Of_ControlAsGood_SaysWhatThatMeans()
    {
        var verdict = SanityVerdict.Of(Rounds("shuffled-mask", (0.90, 0.91), (0.91, 0.90), (0.92, 0.92)))!;

        Assert.Contains("only the densities of the layers matter", verdict.Sentences[0], StringComparison.Ordinal);
        Assert.Contains("not passed (shuffled-mask)", verdict.Sentences[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Of_TwoReplicates_IsNotEnough()
    {
        var verdict = SanityVerdict.Of(Rounds("shuffled-mask", (0.90, 0.10), (0.91, 0.10)))!;

        Assert.Null(Assert.Single(verdict.Findings).PValue);
        Assert.Contains("not enough runs", verdict.Findings[0].Sentence, StringComparison.Ordinal);
        Assert.Contains("not enough runs", verdict.Sentences[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Of_SeveralDraws_AreAveragedFirst()
    {
        List<RoundResult> rounds = [.. Rounds("shuffled-mask", (0.90, 0.80), (0.90, 0.80), (0.90, 0.80)), Round("shuffled-mask", 0, 1, 0.86)];

        Assert.Equal(0.0900, Assert.Single(SanityVerdict.Of(rounds)!.Findings).MeanDifference, 1e-12);
    }

    [Fact]
    public void Of_EqualDifferences_StaysOpen()
    {
        var verdict = SanityVerdict.Of(Rounds("shuffled-mask", (0.90, 0.80), (0.90, 0.80), (0.90, 0.80)))!;

        Assert.Equal((SanityOutcome.NotTested, null), (Assert.Single(verdict.Findings).Outcome, verdict.Findings[0].PValue));
        Assert.Contains("no spread", verdict.Sentences[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Of_SideBySideMethods_AreJudgedApart()
    {
        var rounds = Rounds("shuffled-mask", (0.90, 0.80), (0.91, 0.80), (0.92, 0.83)).Select(round => round with { Branch = round.Branch.IsTicket ? Branch.Of("snip") : Branch.Of("snip").Control("shuffled-mask") });

        var verdict = SanityVerdict.Of([.. rounds])!;

        Assert.All(verdict.Sentences, sentence => Assert.StartsWith("snip: ", sentence, StringComparison.Ordinal));
        Assert.Equal(SanityOutcome.Passed, Assert.Single(verdict.Findings).Outcome);
    }

    [Fact]
    public void Of_NoSanityChecks_IsNothing() => Assert.Null(SanityVerdict.Of([Round("ticket", 0, 0, 0.9)]));

    private static List<RoundResult> Rounds(string control, params (double Ticket, double Control)[] accuracies) =>
        [.. accuracies.SelectMany((pair, replicate) => new[] { Round("ticket", replicate, 0, pair.Ticket), Round(control, replicate, 0, pair.Control) })];

    private static RoundResult Round(string branch, int replicate, int draw, double accuracy) => new()
    {
        Replicate = replicate,
        Branch = Branch.Parse(branch),
        Draw = draw,
        Round = 1,
        Prunable = 100,
        Kept = 10,
        Tensors = [],
        EarlyStopIteration = null,
        TestAccuracyAtEarlyStop = null,
        FinalTestAccuracy = accuracy,
        FinalTrainAccuracy = 1,
        TrainingKey = "",
        StartKey = "",
        MaskKey = null,
    };
}
