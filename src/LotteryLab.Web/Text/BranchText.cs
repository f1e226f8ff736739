using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Web.Text;

/// <summary>Names of branches for people.</summary>
internal static class BranchText
{
    /// <summary>"tickets" for the method's own branch, else the title of the control.</summary>
    public static string Of(string branch) => branch == PlannedRound.TicketBranch
        ? "tickets"
        : ComponentCatalog.Default.TryFind(typeof(IControl), branch)?.Component.Descriptor.Title ?? branch;

    /// <summary>Whether a branch is that of a control, and not of a method that stands beside others.</summary>
    public static bool IsControl(string branch) => ComponentCatalog.Default.TryFind(typeof(IControl), branch) is not null;
}
