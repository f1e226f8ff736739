using System.CommandLine;
using System.Text.Json.Nodes;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Words;
using LotteryLab.Worker.Display;
using LotteryLab.Worker.Text;

namespace LotteryLab.Worker.Verbs;

/// <summary><c>status EXPERIMENT</c>: where it stands.</summary>
internal static class StatusVerb
{
    public static Command Create(Session session)
    {
        var experiment = SharedOptions.Experiment();
        var laboratory = SharedOptions.Laboratory();
        var json = SharedOptions.Json();
        var command = new Command("status", "Show where an experiment stands") { experiment, laboratory, json };
        command.SetAction(parsed =>
        {
            var found = FoundExperiment.Find(parsed.GetValue(experiment)!, SharedOptions.Open(parsed.GetValue(laboratory)), session.Input);
            var status = found.Folder.ReadStatus();
            if (parsed.GetValue(json))
            {
                session.Line(JsonText.Pretty(status is null ? new JsonObject { ["state"] = null } : JsonNode.Parse(status.ToJson())!));
                return ExitCode.Success;
            }

            session.Line($"{found.Folder.ReadPlan().Name}: {Describe(status)}");
            foreach (var line in status is null ? [] : status.Running.Where(_ => status.State == RunState.Running).Concat(status.Problems))
            {
                session.Line($"  {line}");
            }

            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>State and progress in one line.</summary>
    public static string Describe(RunStatus? status) => status switch
    {
        null => "never run",
        { State: RunState.Running } => $"running, {PlainDisplay.Describe(status)}",
        { State: RunState.Succeeded } => $"succeeded, all {Numbers.Groups(status.Steps)} steps are done",
        { State: RunState.Failed } => $"failed, {status.Failed} of {status.Steps} steps could not be done",
        { State: RunState.Interrupted } => $"interrupted (its worker is gone), {status.Finished} of {status.Steps} steps are done; 'lotterylab resume' goes on",
        _ => $"{status.State.ToString().ToLowerInvariant()}, {status.Finished} of {status.Steps} steps are done; 'lotterylab resume' goes on",
    };
}
