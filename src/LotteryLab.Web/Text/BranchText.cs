using LotteryLab.Engine.Experiments.Verdicts;
using LotteryLab.Engine.Planning;

namespace LotteryLab.Web.Text;

/// <summary>Names of branches for people.</summary>
internal static class BranchText
{
    /// <summary>"tickets" for the method's own branch, else the title of the control; text that names no branch stays as it is.</summary>
    public static string Of(string branch) => Branch.TryParse(branch, out var known) ? new BranchRoles([known]).Word(known) : branch;
}
