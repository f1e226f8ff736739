using System.Globalization;
using System.Text.RegularExpressions;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Planning;

namespace LotteryLab.Engine.Export;

/// <summary>Which round of an experiment is meant, written <c>r1/ticket/round7</c> or <c>r1/random-reinit/round7/draw2</c>; replicates and draws count from 1.</summary>
/// <param name="Replicate">0-based replicate.</param>
/// <param name="Branch"><c>ticket</c>, or the name of the control.</param>
/// <param name="Round">Round; 0 is dense.</param>
/// <param name="Draw">0-based draw.</param>
public sealed partial record TicketAddress(int Replicate, Branch Branch, int Round, int Draw = 0)
{
    /// <summary>Reads an address.</summary>
    /// <exception cref="LotteryLabException">The text is no address.</exception>
    public static TicketAddress Parse(string text)
    {
        var match = Pattern().Match(text);
        return match.Success && Branch.TryParse(match.Groups["branch"].Value, out var branch)
            ? new TicketAddress(Number(match, "replicate") - 1, branch, Number(match, "round"), match.Groups["draw"].Success ? Number(match, "draw") - 1 : 0)
            : throw new LotteryLabException("ticket.address", $"'{text}' does not say which ticket is meant.", "Write replicate, branch and round, for example r1/ticket/round7 or r2/random-reinit/round3/draw1.");
    }

    /// <summary>The planned round with this address.</summary>
    /// <exception cref="LotteryLabException">The plan has none.</exception>
    public RoundRecord FindIn(PlanRecord plan) =>
        plan.Rounds.FirstOrDefault(round => round.Replicate == Replicate && round.Branch == Branch && round.Round == Round && round.Draw == Draw)
        ?? throw new LotteryLabException("ticket.unknown", $"'{plan.Name}' has no round {this}.", $"It has {Describe(plan)}.");

    /// <inheritdoc/>
    public override string ToString()
    {
        var draw = Draw == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"/draw{Draw + 1}");
        return string.Create(CultureInfo.InvariantCulture, $"r{Replicate + 1}/{Branch}/round{Round}{draw}");
    }

    private static string Describe(PlanRecord plan)
    {
        if (plan.Rounds.Count == 0)
        {
            return "no rounds";
        }

        var branches = plan.Rounds.GroupBy(round => round.Branch).OrderBy(group => group.Key, Branch.TicketsFirst)
            .Select(group => $"{group.Key}/round{group.Min(round => round.Round)} to round{group.Max(round => round.Round)}");
        return string.Create(CultureInfo.InvariantCulture, $"r1 to r{plan.Rounds.Max(round => round.Replicate) + 1} with {string.Join(", ", branches)}");
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    // Six digits: no number overflows, and no experiment has a million replicates.
    [GeneratedRegex("^r(?<replicate>[1-9][0-9]{0,5})/(?<branch>.{1,128})/round(?<round>[0-9]{1,6})(/draw(?<draw>[1-9][0-9]{0,5}))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
