using System.CommandLine;
using System.Reflection;
using LotteryLab.Engine;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Transfer;
using LotteryLab.Engine.Words;

namespace LotteryLab.Worker.Verbs;

/// <summary><c>experiment export</c> and <c>experiment import</c>: whole experiments as files, between laboratories.</summary>
internal static class ExperimentVerb
{
    public static Command Create(Session session) => new("experiment", "Take experiments from one laboratory to another, one file each") { Export(session), Import(session) };

    private static Command Export(Session session)
    {
        var experiment = new Argument<string>("EXPERIMENT") { Description = "Experiment: id (its beginning will do), folder, spec file or preset" };
        var file = new Option<string?>("--out", "-o") { Description = "File to write [default: the id with .lottery.zip]", HelpName = "FILE" };
        var origin = new Option<string>("--from") { Description = "What the file says of where it comes from", HelpName = "TEXT", DefaultValueFactory = _ => "" };
        var laboratory = new Option<string?>("--lab") { Description = "Laboratory folder [default: LOTTERYLAB_HOME, else a folder of the user]", HelpName = "DIR" };
        var command = new Command("export", "Write an experiment with everything that its finished steps left") { experiment, file, origin, laboratory };
        command.SetAction(parsed =>
        {
            var found = FoundExperiment.Find(parsed.GetValue(experiment)!, SharedOptions.Open(parsed.GetValue(laboratory)), session.Input);
            var path = parsed.GetValue(file) ?? Path.GetFileName(found.Folder.Path) + ExperimentExport.Extension;
            using var visit = found.Laboratory.EnterRun();
            using (var stream = File.Create(path))
            {
                ExperimentExport.Write(found.Laboratory, found.Folder.Path, new ExportLabels(Version(), parsed.GetValue(origin)!, DateTimeOffset.UtcNow), stream, CancellationToken.None);
            }

            session.Line($"Wrote {path} ({Numbers.Bytes(new FileInfo(path).Length)}): {found.Folder.ReadPlan().Name}.");
            return ExitCode.Success;
        });
        return command;
    }

    private static Command Import(Session session)
    {
        var file = new Argument<string>("FILE") { Description = "File that 'experiment export' or the web page's Export wrote" };
        var laboratory = SharedOptions.Laboratory();
        var command = new Command("import", "Take in an experiment; its results are never mistaken for results of this laboratory") { file, laboratory };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            if (!File.Exists(path))
            {
                throw new LotteryLabException("bundle.file", $"There is no file '{path}'.", "Name a file that 'lotterylab experiment export' wrote.");
            }

            var place = SharedOptions.Open(parsed.GetValue(laboratory));
            using var stream = File.OpenRead(path);
            var imported = ExperimentImport.Run(place, stream, path, "", BundleLimits.Default with { LargestBundle = uint.MaxValue }, TimeProvider.System, CancellationToken.None);
            session.Line($"{(imported.IsNew ? "Imported" : "Was imported before")}: {new ExperimentFolder(imported.Folder).ReadPlan().Name}, not computed here.");
            session.Line($"Show it with 'lotterylab results {imported.Id}'. Folder: {imported.Folder}");
            return ExitCode.Success;
        });
        return command;
    }

    private static string Version() => typeof(ExperimentVerb).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
