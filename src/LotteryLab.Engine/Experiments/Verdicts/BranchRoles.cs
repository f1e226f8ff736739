using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Experiments.Verdicts;

/// <summary>Which branches of an experiment are tickets and which are their controls, as the catalog of controls says, and what they are called.</summary>
public sealed class BranchRoles
{
    private readonly ComponentCatalog catalog;

    /// <summary>Reads the branches of one experiment.</summary>
    /// <param name="branches">Its branches, in any order.</param>
    /// <param name="catalog">Known controls; null for those of the engine.</param>
    public BranchRoles(IEnumerable<Branch> branches, ComponentCatalog? catalog = null)
    {
        this.catalog = catalog ?? ComponentCatalog.Default;
        var methods = branches.Distinct().Where(branch => !branch.IsTicket && branch.Method is null && ControlOf(branch) is null).Order(Branch.TicketsFirst).ToList();
        (AreSideBySide, Subjects) = (methods.Count > 0, methods.Count > 0 ? methods : [Branch.Ticket]);
    }

    /// <summary>Whether several methods stand side by side; the only ticket is the dense network then.</summary>
    public bool AreSideBySide { get; }

    /// <summary>The branches of tickets, by name.</summary>
    public IReadOnlyList<Branch> Subjects { get; }

    /// <summary>The control that a branch belongs to; null for tickets.</summary>
    public ControlDescriptor? ControlOf(Branch branch) => Find(branch.Name);

    /// <summary>A control by its name; null when there is none.</summary>
    public ControlDescriptor? Find(string name) => (catalog.TryFind(typeof(IControl), name)?.Component as IControl)?.Descriptor;

    /// <summary>The baselines of all questions that none of these controls answers, in the order of the questions.</summary>
    /// <param name="trained">Names of the controls that are there.</param>
    public IReadOnlyList<MissingControl> Missing(IReadOnlyList<string> trained)
    {
        var answered = trained.Select(Find).OfType<ControlDescriptor>().Where(control => control.Role != ControlRole.Diagnostic).Select(control => control.Question).ToHashSet();
        return [.. Baselines(catalog).Where(control => !answered.Contains(control.Question)).Select(control => new MissingControl(control.Name, control.Title, control.Question))];
    }

    /// <summary>The controls that a claim needs, in the order of their questions.</summary>
    public static IReadOnlyList<ControlDescriptor> Baselines(ComponentCatalog catalog) =>
        [.. catalog.Of<IControl>().Select(control => control.Descriptor).Where(control => control.Role == ControlRole.Baseline).OrderBy(control => control.Question).ThenBy(control => control.Name, StringComparer.Ordinal)];

    /// <summary>The branch in words: tickets, or the title of its control; behind the name of its method where several stand side by side.</summary>
    public string Word(Branch branch) => (ControlOf(branch)?.Title, branch.Method) switch
    {
        ({ } title, { } method) => $"{method}, {title}",
        ({ } title, null) => title,
        _ => branch.IsTicket ? "tickets" : branch.ToString(),
    };

    /// <summary>How the curve of a branch is drawn; that of a control which is no longer known as if it had said nothing.</summary>
    public CurveDash Dash(Branch branch) => ControlOf(branch)?.Dash ?? (branch.Method is null ? CurveDash.Solid : CurveDash.DashDot);
}
