using System.CommandLine;
using System.Text.Json.Nodes;
using LotteryLab.Engine.Specs;
using LotteryLab.Worker.Text;

namespace LotteryLab.Worker.Verbs;

/// <summary><c>validate SPEC</c>: every problem of a spec at once, without running anything.</summary>
internal static class ValidateVerb
{
    public static Command Create(Session session)
    {
        var spec = SharedOptions.Spec();
        var json = SharedOptions.Json();
        var command = new Command("validate", "Check a spec and list every problem, without running anything") { spec, json };
        command.SetAction(parsed =>
        {
            var text = SpecSource.ReadText(parsed.GetValue(spec)!, session.Input);
            var experiment = new SpecReader(ComponentCatalog.Default).TryRead(text, out var problems);
            if (parsed.GetValue(json))
            {
                session.Line(JsonText.Pretty(new JsonObject
                {
                    ["valid"] = experiment is not null,
                    ["spec"] = experiment is null ? null : SpecHash.Of(experiment),
                    ["problems"] = new JsonArray([.. problems.Select(problem => (JsonNode)new JsonObject { ["path"] = problem.Path, ["value"] = problem.Value, ["message"] = problem.Message, ["allowed"] = problem.Allowed })]),
                }));
                return experiment is null ? ExitCode.BadInput : ExitCode.Success;
            }

            if (experiment is null)
            {
                throw new UnparsedSpecException(problems);
            }

            session.Line($"'{experiment.Name}' is a valid spec; its experiment is {SpecHash.Of(experiment)[..16]}.");
            return ExitCode.Success;
        });
        return command;
    }
}
