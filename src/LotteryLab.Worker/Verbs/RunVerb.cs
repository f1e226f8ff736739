using System.CommandLine;
using LotteryLab.Engine;
using LotteryLab.Engine.Presets;
using LotteryLab.Engine.Specs;
using LotteryLab.Worker.Running;

namespace LotteryLab.Worker.Verbs;

/// <summary><c>run SPEC</c>: runs an experiment, or what is missing of it.</summary>
internal static class RunVerb
{
    public static Command Create(Session session)
    {
        var spec = SharedOptions.Spec();
        spec.Arity = ArgumentArity.ZeroOrOne;
        var preset = new Option<string?>("--preset") { Description = "Run a preset instead of a file", HelpName = "ID" };
        preset.CompletionSources.Add(_ => PresetCatalog.Ids());
        var laboratory = SharedOptions.Laboratory();
        var settings = new RunOptions();
        var command = new Command("run", "Run an experiment, or what is missing of it, and show its results") { spec, preset, laboratory };
        settings.AddTo(command);
        command.SetAction((parsed, _) =>
        {
            var source = (parsed.GetValue(spec), parsed.GetValue(preset)) switch
            {
                ({ } file, null) => file,
                (null, { } id) => PresetCatalog.Default.Find(id).Id,
                _ => throw new LotteryLabException("cli.spec", "Which experiment should run?", "Name either a spec file (or - for the standard input) or a preset, for example: lotterylab run --preset first-ticket"),
            };
            var experiment = SpecSource.Read(source, session.Input, ComponentCatalog.Default);
            return new ExperimentSession(session, SharedOptions.Open(parsed.GetValue(laboratory)), settings.Read(parsed)).RunAsync(experiment);
        });
        return command;
    }
}
