using System.CommandLine;
using LotteryLab.Engine;
using LotteryLab.Engine.Export;
using LotteryLab.Engine.Specs;
using LotteryLab.Worker.Running;

namespace LotteryLab.Worker.Verbs;

/// <summary><c>resume EXPERIMENT</c>: runs the stored spec; finished steps and checkpoints are used.</summary>
internal static class ResumeVerb
{
    public static Command Create(Session session)
    {
        var experiment = SharedOptions.Experiment();
        var laboratory = SharedOptions.Laboratory();
        var settings = new RunOptions();
        var command = new Command("resume", "Go on with an experiment that was paused, cancelled or interrupted") { experiment, laboratory };
        settings.AddTo(command);
        command.SetAction((parsed, _) =>
        {
            var found = FoundExperiment.Find(parsed.GetValue(experiment)!, SharedOptions.Open(parsed.GetValue(laboratory)), session.Input);
            if (ImportedFolder.IsImported(found.Folder.Path))
            {
                throw new LotteryLabException("experiment.imported", $"{found.Folder.Path} was imported and has nothing to run.", "'lotterylab results' shows what it holds.");
            }

            var spec = new SpecReader(ComponentCatalog.Default).Read(File.ReadAllText(found.Folder.SpecPath));
            return new ExperimentSession(session, found.Laboratory, settings.Read(parsed)).RunAsync(spec);
        });
        return command;
    }
}
