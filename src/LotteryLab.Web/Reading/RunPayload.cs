using System.Text.Json;
using LotteryLab.Data;
using LotteryLab.Data.Stores;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Experiments.Verdicts;
using LotteryLab.Web.Components.Charts;

namespace LotteryLab.Web.Reading;

/// <summary>An experiment with its rounds as the chart modules read it (js/charts/rounds.js: Run).</summary>
/// <param name="Id">Id.</param>
/// <param name="Name">Name.</param>
/// <param name="Colour">0-based place in the palette; it belongs to the experiment wherever it is drawn.</param>
/// <param name="Replicates">Replicates of the spec: a point with fewer is drawn hollow.</param>
/// <param name="Rounds">Planned and finished rounds.</param>
internal sealed record RunPayload(string Id, string Name, int Colour, int Replicates, IReadOnlyList<RoundRow> Rounds)
{
    /// <summary>What the curves say; the scripts judge nothing themselves.</summary>
    public string Sentence { get; } = VerdictText.Summary(Verdict(Rounds));

    /// <summary>Words and looks of the branches.</summary>
    public IReadOnlyDictionary<string, BranchLook> Branches { get; } = BranchStyle.Looks(Rounds.Select(round => round.Branch));

    /// <summary>JSON for the attribute <c>data-runs</c>.</summary>
    public static string Json(params IEnumerable<RunPayload> runs) => JsonSerializer.Serialize(runs.Select(run => run with { Rounds = [.. run.Rounds.Select(Light)] }), DataJson.Format);

    /// <summary>Means and spreads of the finished rounds, for tables and server-made pictures.</summary>
    public static IReadOnlyList<ResultRow> Rows(IReadOnlyList<RoundRow> rounds) => ResultRow.Table(rounds.Where(round => round.IsFinished));

    /// <summary>Who wins.</summary>
    /// <param name="rounds">Planned and finished rounds.</param>
    /// <param name="tolerance">How far below the dense mean still matches, as a fraction.</param>
    public static ExperimentVerdict Verdict(IReadOnlyList<RoundRow> rounds, double tolerance = VerdictRule.DefaultTolerance) => VerdictRule.Judge(rounds.Where(round => round.IsFinished), tolerance);

    // Layers of controls are drawn nowhere, and would be most of the page's bytes.
    private static RoundRow Light(RoundRow round) => round.Branch.IsTicket ? round : round with { Layers = [] };
}
