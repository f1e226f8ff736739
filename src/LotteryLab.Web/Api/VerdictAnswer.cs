using LotteryLab.Data.Stores;
using LotteryLab.Engine.Experiments.Verdicts;
using LotteryLab.Web.Components.Charts;
using LotteryLab.Web.Reading;

namespace LotteryLab.Web.Api;

/// <summary>Who wins, as facts and as text.</summary>
/// <param name="Verdict">What the rule found, with the sentences that command line and pages show.</param>
/// <param name="Summary">What the curves say: the text beside the chart.</param>
/// <param name="Branches">Words and looks of the branches, for charts that follow live.</param>
internal sealed record VerdictAnswer(ExperimentVerdict Verdict, string Summary, IReadOnlyDictionary<string, BranchLook> Branches)
{
    public static VerdictAnswer Of(IReadOnlyList<RoundRow> rounds, double tolerance = VerdictRule.DefaultTolerance)
    {
        var verdict = RunPayload.Verdict(rounds, tolerance);
        return new VerdictAnswer(verdict, VerdictText.Summary(verdict), BranchStyle.Looks(rounds.Select(round => round.Branch)));
    }
}
