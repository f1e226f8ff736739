using System.CommandLine;
using System.Text.Json.Nodes;
using LotteryLab.Engine;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Export;
using LotteryLab.Worker.Text;

namespace LotteryLab.Worker.Verbs;

/// <summary><c>list</c>: the experiments of a laboratory, newest first.</summary>
internal static class ListVerb
{
    public static Command Create(Session session)
    {
        var laboratory = SharedOptions.Laboratory();
        var json = SharedOptions.Json();
        var command = new Command("list", "List the experiments of the laboratory, newest first") { laboratory, json };
        command.SetAction(parsed =>
        {
            var place = SharedOptions.Open(parsed.GetValue(laboratory));
            var experiments = place.Experiments().Select(Read).ToList();
            if (parsed.GetValue(json))
            {
                session.Line(JsonText.Pretty(new JsonArray([.. experiments.Select(experiment => (JsonNode)new JsonObject
                {
                    ["id"] = experiment.Id,
                    ["name"] = experiment.Name,
                    ["state"] = experiment.Status is { } status ? System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(status.State.ToString()) : null,
                    ["progress"] = experiment.Status?.Progress,
                    ["folder"] = experiment.Folder,
                })])));
                return ExitCode.Success;
            }

            if (experiments.Count == 0)
            {
                session.Line($"No experiments in {place.Root} yet. Try: lotterylab run --preset first-ticket");
                return ExitCode.Success;
            }

            var table = new TextTable("id", "name", "state") { LeftColumns = new HashSet<int> { 0, 1, 2 } };
            foreach (var experiment in experiments)
            {
                table.Add(experiment.Id, experiment.Name, experiment.State);
            }

            session.Output.Write(table.ToString());
            return ExitCode.Success;
        });
        return command;
    }

    private static Entry Read(string path)
    {
        var folder = new ExperimentFolder(path);
        var id = Path.GetFileName(path);
        if (ImportedFolder.IsImported(path))
        {
            return new Entry(id, folder.ReadPlan().Name, path, null, "imported");
        }

        try
        {
            var status = folder.ReadStatus();
            return new Entry(id, folder.ReadPlan().Name, path, status, StatusVerb.Describe(status));
        }
        catch (LotteryLabException problem)
        {
            // One damaged folder must not hide the others.
            return new Entry(id, "?", path, null, problem.Problem);
        }
    }

    private sealed record Entry(string Id, string Name, string Folder, RunStatus? Status, string State);
}
