using System.CommandLine;
using System.Text.Json.Nodes;
using LotteryLab.Engine.Architectures;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Training.Optimizers;
using LotteryLab.Engine.Training.Schedules;
using LotteryLab.Worker.Text;

namespace LotteryLab.Worker.Verbs;

/// <summary><c>methods</c>, <c>architectures</c>, <c>controls</c> ...: what a spec can name, from the declarations of the components.</summary>
internal static class ComponentsVerb
{
    /// <summary>One verb for each kind of component but data sets, which can do more.</summary>
    public static IEnumerable<Func<Session, Command>> All =>
    [
        session => Create(session, "methods", "List pruning methods, or show one with its options", typeof(IPruningMethod)),
        session => Create(session, "architectures", "List architectures, or show one with its options", typeof(IArchitecture)),
        session => Create(session, "controls", "List controls, or show one with its options", typeof(IControl)),
        session => Create(session, "optimizers", "List optimizers, or show one with its options", typeof(IOptimizerComponent)),
        session => Create(session, "schedules", "List learning-rate schedules, or show one with its options", typeof(IScheduleComponent)),
        session => Create(session, "evaluations", "List evaluations, or show one with its options", typeof(IEvaluation)),
    ];

    /// <summary>A verb that lists one kind of component.</summary>
    public static Command Create(Session session, string name, string description, Type contract)
    {
        var wanted = new Argument<string?>("NAME") { HelpName = "NAME", Description = "Component to show; all when left out", Arity = ArgumentArity.ZeroOrOne };
        wanted.CompletionSources.Add(_ => ComponentCatalog.Default.Entries(contract).Select(entry => entry.Name));
        var json = SharedOptions.Json();
        var command = new Command(name, description) { wanted, json };
        command.SetAction(parsed =>
        {
            var catalog = ComponentCatalog.Default;
            if (parsed.GetValue(wanted) is { } one)
            {
                var entry = catalog.Entry(contract, one);
                session.Line(parsed.GetValue(json) ? JsonText.Pretty(ComponentDescription.Of(entry).ToJson()) : Describe(entry));
                return ExitCode.Success;
            }

            var all = catalog.Entries(contract);
            session.Line(parsed.GetValue(json) ? JsonText.Pretty(new JsonArray([.. all.Select(entry => (JsonNode)ComponentDescription.Of(entry).ToJson())])) : List(all, name));
            return ExitCode.Success;
        });
        return command;
    }

    private static string List(IReadOnlyList<CatalogEntry> entries, string verb)
    {
        var table = new TextTable("name", "title") { LeftColumns = new HashSet<int> { 0, 1 } };
        foreach (var entry in entries)
        {
            table.Add(entry.Name, entry.Component.Descriptor.Title);
        }

        return $"{table}\nOptions of one: lotterylab {verb} NAME";
    }

    private static string Describe(CatalogEntry entry)
    {
        var descriptor = entry.Component.Descriptor;
        var text = new System.Text.StringBuilder($"{descriptor.Title} ({descriptor.Name})\n\n{descriptor.Summary}\n");
        if (entry.Options.Count > 0)
        {
            text.Append("\nOptions\n");
            foreach (var option in entry.Options)
            {
                text.Append($"  {option.Name}: {OptionLanguage.Allowed(option)} [default: {OptionLanguage.Default(option)}]\n      {option.Help}\n");
            }
        }

        Section(text, "Sources", [.. descriptor.Papers.Select(paper => paper.Url.Length == 0 ? paper.Citation : $"{paper.Citation}. {paper.Url}")]);
        Section(text, "Known failures", descriptor.KnownFailures);
        return text.ToString().TrimEnd();
    }

    private static void Section(System.Text.StringBuilder text, string title, IReadOnlyList<string> lines)
    {
        if (lines.Count > 0)
        {
            text.Append($"\n{title}\n  {string.Join("\n  ", lines)}\n");
        }
    }
}
