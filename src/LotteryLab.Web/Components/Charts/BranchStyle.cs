using LotteryLab.Engine.Planning;
using LotteryLab.Web.Text;

namespace LotteryLab.Web.Components.Charts;

/// <summary>
/// Colour and dash of a branch, as js/charts/rounds.js and accuracyTraces.js give them: the colour belongs to the method, the dash to the control.
/// </summary>
internal static class BranchStyle
{
    private const int Solid = 1;
    private const int Dashed = 2;
    private const int Dotted = 3;
    private const int DashDot = 4;

    /// <summary>Places of the branches of one experiment in the palette.</summary>
    public static IReadOnlyDictionary<Branch, int> Colours(IEnumerable<Branch> branches)
    {
        var all = branches.Distinct().ToList();
        var isShelf = all.Any(branch => !branch.IsTicket && branch.Method is null && !BranchText.IsControl(branch.Name));
        var methods = all.Select(Method).Where(method => isShelf && method != PlannedRound.TicketBranch).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return all.ToDictionary(branch => branch, branch => Math.Max(0, methods.IndexOf(Method(branch))));
    }

    /// <summary>Solid for tickets, dashed for fresh weights, dotted for masks by chance, dashes and dots for everything else.</summary>
    public static int Dash(Branch branch) => branch.Name switch
    {
        PlannedRound.TicketBranch => Solid,
        "random-reinit" => Dashed,
        "shuffled-mask" or "random-pruning" => Dotted,
        var name => branch.Method is null && !BranchText.IsControl(name) ? Solid : DashDot,
    };

    private static string Method(Branch branch) => branch.Method ?? branch.Name;
}
