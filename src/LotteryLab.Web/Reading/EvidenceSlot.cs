using LotteryLab.Data.Stores;
using LotteryLab.Engine.Experiments.Verdicts;
using LotteryLab.Engine.Methods;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Web.Reading;

/// <summary>A place for evidence beside a ticket; an empty one shows that a baseline is missing, and leads to the experiment that fills it.</summary>
/// <param name="Kind">Name in addresses: <c>dense</c>, <c>replicates</c>, <c>fine-tuning</c>, or the name of a control.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Why">What can be claimed with it.</param>
/// <param name="Done">Runs that are there for this round.</param>
/// <param name="Wanted">Runs that the experiment plans, or that are needed.</param>
/// <param name="Addition">What the experiment that fills it has more, to follow "run the missing trainings".</param>
/// <param name="FollowUp">Same spec with the evidence added; null where nothing has to be launched.</param>
public sealed record EvidenceSlot(string Kind, string Title, string Why, int Done, int Wanted, string Addition, ExperimentSpec? FollowUp)
{
    /// <summary>Kind of the slot for more seeds.</summary>
    public const string Replicates = "replicates";

    /// <summary>Kind of the slot for fine-tuning instead of rewinding.</summary>
    public const string FineTuning = "fine-tuning";

    /// <summary>The slots of one round: the dense network, seeds, and one for each control that a claim needs.</summary>
    /// <param name="spec">Spec of the experiment.</param>
    /// <param name="rounds">Its rounds.</param>
    /// <param name="round">The round that is looked at.</param>
    /// <param name="catalog">Known controls; null for those of the engine.</param>
    public static IReadOnlyList<EvidenceSlot> Of(ExperimentSpec spec, IReadOnlyList<RoundRow> rounds, int round, ComponentCatalog? catalog = null)
    {
        var known = catalog ?? ComponentCatalog.Default;
        int Count(params IReadOnlyList<string> branches) => rounds.Where(row => row.IsFinished && row.Round == round && branches.Contains(row.Branch)).Select(row => row.Replicate).Distinct().Count();
        var slots = new List<EvidenceSlot>
        {
            new("dense", "Dense network", "the accuracy that a ticket has to match", rounds.Where(row => row is { IsFinished: true, Round: 0, Branch.IsTicket: true }).Select(row => row.Replicate).Distinct().Count(), spec.Replicates, "", null),
            new(Replicates, "At least three seeds", "that a difference is not chance", Count([PlannedRound.TicketBranch]), Math.Max(spec.Replicates, VerdictRule.FewestRuns), "for more seeds", spec.Replicates < VerdictRule.FewestRuns ? FollowUpOf(spec, Replicates) : null),
        };
        foreach (var baseline in BranchRoles.Baselines(known))
        {
            // Its substitutes answer the same question, and fill the same slot.
            var answers = known.Of<IControl>().Select(control => control.Descriptor).Where(control => control.Question == baseline.Question && control.Role != ControlRole.Diagnostic).Select(control => control.Name).ToList();
            var done = Count(answers);
            var isPlanned = spec.Controls.Any(control => answers.Contains(control.Name));
            slots.Add(new EvidenceSlot(baseline.Name, baseline.Title, $"whether {ControlDescriptor.Claim(baseline.Question)}", done, spec.Replicates, $"with {Lower(baseline.Title)}", isPlanned || done > 0 ? null : FollowUpOf(spec, baseline.Name, known)));
        }

        if (spec.Method.Options is ImpOptions { Retrain: not FineTuning })
        {
            slots.Add(new EvidenceSlot(FineTuning, "Fine-tuning", "whether rewinding is better than training on (an experiment beside this one)", 0, spec.Replicates, "fine-tuned", FollowUpOf(spec, FineTuning)));
        }

        return slots;
    }

    /// <summary>The same spec with one kind of evidence added; what both have in common costs nothing. Null for a kind that is unknown or does not fit.</summary>
    public static ExperimentSpec? FollowUpOf(ExperimentSpec spec, string kind, ComponentCatalog? catalog = null) => kind switch
    {
        Replicates => spec with { Replicates = Math.Max(spec.Replicates, VerdictRule.FewestRuns) },
        FineTuning => spec.Method.Options is ImpOptions imp ? spec with { Name = Named(spec, "fine-tuned"), Method = spec.Method with { Options = imp with { Retrain = FineTuning } } } : null,
        _ when (catalog ?? ComponentCatalog.Default).TryFind(typeof(IControl), kind) is { } entry && spec.Controls.All(control => control.Name != kind) =>
            spec with { Name = Named(spec, $"with {Lower(entry.Component.Descriptor.Title)}"), Controls = [.. spec.Controls, entry.WithDefaults()] },
        _ => null,
    };

    private static string Lower(string title) => char.ToLowerInvariant(title[0]) + title[1..];

    private static string Named(ExperimentSpec spec, string what)
    {
        var name = $"{spec.Name}, {what}";
        return name.Length <= ExperimentEditor.LongestName ? name : spec.Name;
    }
}
