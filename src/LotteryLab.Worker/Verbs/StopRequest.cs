using System.CommandLine;
using LotteryLab.Engine.Experiments;

namespace LotteryLab.Worker.Verbs;

/// <summary>What pause and cancel have in common.</summary>
internal static class StopRequest
{
    /// <summary>A verb that writes a request into the folder of an experiment.</summary>
    public static Command Command(Session session, string name, string description, RunRequest request)
    {
        var experiment = SharedOptions.Experiment();
        var laboratory = SharedOptions.Laboratory();
        var command = new Command(name, description) { experiment, laboratory };
        command.SetAction(parsed =>
        {
            var found = FoundExperiment.Find(parsed.GetValue(experiment)!, SharedOptions.Open(parsed.GetValue(laboratory)), session.Input);
            if (!found.Folder.IsWorkerAlive())
            {
                // A request that nobody reads would stop the next run that does not expect it.
                session.Error.WriteLine($"No worker runs '{found.Folder.ReadPlan().Name}': it is {StatusVerb.Describe(found.Folder.ReadStatus())}.");
                return ExitCode.BadInput;
            }

            found.Folder.Control.Write(request);
            session.Line($"Asked the worker of '{found.Folder.ReadPlan().Name}' to {name}. It writes checkpoints first; 'lotterylab status' says when it has stopped.");
            return ExitCode.Success;
        });
        return command;
    }
}
