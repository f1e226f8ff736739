using LotteryLab.Data.Stores;
using LotteryLab.Engine.Experiments;
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
/// <param name="FollowUp">Same spec with the evidence added; null where nothing has to be launched.</param>
public sealed record EvidenceSlot(string Kind, string Title, string Why, int Done, int Wanted, ExperimentSpec? FollowUp)
{
    /// <summary>Kind of the slot for more seeds.</summary>
    public const string Replicates = "replicates";

    /// <summary>Kind of the slot for fine-tuning instead of rewinding.</summary>
    public const string FineTuning = "fine-tuning";

    private const string Reinitialization = "random-reinit";
    private const string Shuffled = "shuffled-mask";
    private static readonly string[] Structures = [Shuffled, "random-pruning"];

    /// <summary>The slots of one round.</summary>
    public static IReadOnlyList<EvidenceSlot> Of(ExperimentSpec spec, IReadOnlyList<RoundRow> rounds, int round)
    {
        int Count(params string[] branches) => rounds.Where(row => row.IsFinished && row.Round == round && branches.Contains(row.Branch.ToString())).Select(row => row.Replicate).Distinct().Count();
        var slots = new List<EvidenceSlot>
        {
            new("dense", "Dense network", "the accuracy that a ticket has to match", rounds.Where(row => row is { IsFinished: true, Round: 0, Branch.IsTicket: true }).Select(row => row.Replicate).Distinct().Count(), spec.Replicates, null),
            new(Replicates, "At least three seeds", "that a difference is not chance", Count(PlannedRound.TicketBranch), Math.Max(spec.Replicates, MatchingRule.FewestRuns), spec.Replicates < MatchingRule.FewestRuns ? FollowUpOf(spec, Replicates) : null),
            Control(spec, Reinitialization, "Random re-initialisation", "whether the initial weights matter", Count(Reinitialization), [Reinitialization]),
            Control(spec, Shuffled, "Random mask", "whether the positions of the weights matter", Count(Structures), Structures),
        };
        if (spec.Method.Options is ImpOptions { Retrain: not FineTuning })
        {
            slots.Add(new EvidenceSlot(FineTuning, "Fine-tuning", "whether rewinding is better than training on (an experiment beside this one)", 0, spec.Replicates, FollowUpOf(spec, FineTuning)));
        }

        return slots;
    }

    /// <summary>The same spec with one kind of evidence added; what both have in common costs nothing. Null for a kind that is unknown or does not fit.</summary>
    public static ExperimentSpec? FollowUpOf(ExperimentSpec spec, string kind) => kind switch
    {
        Replicates => spec with { Replicates = Math.Max(spec.Replicates, MatchingRule.FewestRuns) },
        FineTuning => spec.Method.Options is ImpOptions imp ? spec with { Name = Named(spec, "fine-tuned"), Method = spec.Method with { Options = imp with { Retrain = FineTuning } } } : null,
        _ when ComponentCatalog.Default.TryFind(typeof(IControl), kind) is { } entry && spec.Controls.All(control => control.Name != kind) =>
            spec with { Name = Named(spec, $"with {entry.Component.Descriptor.Title.ToLowerInvariant()}"), Controls = [.. spec.Controls, entry.WithDefaults()] },
        _ => null,
    };

    private static EvidenceSlot Control(ExperimentSpec spec, string kind, string title, string why, int done, IReadOnlyList<string> branches) =>
        new(kind, title, why, done, spec.Replicates, spec.Controls.Any(control => branches.Contains(control.Name)) || done > 0 ? null : FollowUpOf(spec, kind));

    private static string Named(ExperimentSpec spec, string what)
    {
        var name = $"{spec.Name}, {what}";
        return name.Length <= ExperimentEditor.LongestName ? name : spec.Name;
    }
}
