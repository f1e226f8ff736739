using System.CommandLine;
using System.Text.Json.Nodes;
using LotteryLab.Engine.Presets;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Words;
using LotteryLab.Worker.Text;

namespace LotteryLab.Worker.Verbs;

/// <summary><c>presets</c>: specs that ship with the program.</summary>
internal static class PresetsVerb
{
    public static Command Create(Session session)
    {
        var id = new Argument<string?>("ID") { HelpName = "ID", Description = "Preset to write out as a spec; all presets when left out", Arity = ArgumentArity.ZeroOrOne };
        id.CompletionSources.Add(_ => PresetCatalog.Ids());
        var json = SharedOptions.Json("Write JSON: the preset with its provenance");
        var command = new Command("presets", "List the presets, or write one out as a spec to start from") { id, json };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(id) is { } one)
            {
                var preset = PresetCatalog.Default.Find(one);

                // The spec alone, so that it can be redirected into a file, changed and run.
                session.Line(parsed.GetValue(json) ? JsonText.Pretty(ToJson(preset)) : SpecWriter.Pretty(preset.Spec));
                return ExitCode.Success;
            }

            var all = PresetCatalog.Default.All;
            session.Line(parsed.GetValue(json) ? JsonText.Pretty(new JsonArray([.. all.Select(preset => (JsonNode)ToJson(preset))])) : List(all));
            return ExitCode.Success;
        });
        return command;
    }

    private static string List(IReadOnlyList<Preset> presets)
    {
        var table = new TextTable("id", "on 2 cores", "title", "follows") { LeftColumns = new HashSet<int> { 0, 2, 3 } };
        foreach (var preset in presets)
        {
            table.Add(preset.Id, preset.ExpectedMinutesOnTwoCores is { } minutes ? Numbers.Duration(minutes * 60) : "long", preset.Title, preset.Provenance.Source);
        }

        return $"{table}\nRun one: lotterylab run --preset ID. Start from one: lotterylab presets ID > my.json";
    }

    private static JsonObject ToJson(Preset preset) => new()
    {
        ["id"] = preset.Id,
        ["title"] = preset.Title,
        ["summary"] = preset.Summary,
        ["provenance"] = new JsonObject
        {
            ["source"] = preset.Provenance.Source,
            ["deviations"] = new JsonArray([.. preset.Provenance.Deviations.Select(deviation => (JsonNode)deviation)]),
        },
        ["expectedMinutesOnTwoCores"] = preset.ExpectedMinutesOnTwoCores,
        ["spec"] = SpecWriter.ToNode(preset.Spec),
    };
}
