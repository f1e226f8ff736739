using LotteryLab.Engine.Experiments.Verdicts;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Web.Components.Charts;

/// <summary>How the branches of one experiment are drawn: the colour belongs to the method, the dash to the control. The scripts get it in their payload.</summary>
internal static class BranchStyle
{
    /// <summary>Places of the branches of one experiment in the palette.</summary>
    public static IReadOnlyDictionary<Branch, int> Colours(IEnumerable<Branch> branches)
    {
        var all = branches.Distinct().ToList();
        var looks = Looks(all);
        return all.ToDictionary(branch => branch, branch => Math.Max(0, looks[branch].Place));
    }

    /// <summary>Dash of a branch.</summary>
    public static int Dash(Branch branch) => (int)new BranchRoles([branch]).Dash(branch);

    /// <summary>Words and looks of the branches of one experiment, by the text of the branch.</summary>
    /// <param name="branches">Its branches, in any order.</param>
    /// <param name="catalog">Known controls; null for those of the engine.</param>
    public static IReadOnlyDictionary<string, BranchLook> Looks(IEnumerable<Branch> branches, ComponentCatalog? catalog = null)
    {
        var all = branches.Distinct().ToList();
        var roles = new BranchRoles(all, catalog);
        var methods = roles.AreSideBySide ? roles.Subjects.Select(subject => subject.Name).ToList() : [];
        return all.ToDictionary(branch => branch.ToString(), branch => new BranchLook(roles.Word(branch), methods.IndexOf(branch.Method ?? branch.Name), Word(roles.Dash(branch))), StringComparer.Ordinal);
    }

    private static string Word(CurveDash dash) => dash.ToString().ToLowerInvariant();
}

/// <summary>A branch as the chart modules show it.</summary>
/// <param name="Word">Name for people.</param>
/// <param name="Place">0-based place of its method among those that stand side by side; -1 where there is one method and its controls.</param>
/// <param name="Dash">solid, dash, dot or dashdot.</param>
internal sealed record BranchLook(string Word, int Place, string Dash);
