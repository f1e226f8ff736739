using System.CommandLine;
using LotteryLab.Engine;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Experiments.Verdicts;
using LotteryLab.Engine.Export;
using LotteryLab.Engine.Transfer;
using LotteryLab.Worker.Text;

namespace LotteryLab.Worker.Verbs;

/// <summary><c>results EXPERIMENT</c>: the table of rounds, and who wins.</summary>
internal static class ResultsVerb
{
    public static Command Create(Session session)
    {
        var experiment = SharedOptions.Experiment();
        var laboratory = SharedOptions.Laboratory();
        var csv = new Option<bool>("--csv") { Description = "Write CSV: one line per branch and round, fractions in [0, 1]" };
        var json = SharedOptions.Json("Write JSON: the rows and every single round, fractions in [0, 1]");
        var tolerance = new Option<double>("--tolerance") { Description = "Percentage points below the dense mean that still match", HelpName = "PP", DefaultValueFactory = _ => VerdictRule.DefaultTolerance * 100 };
        tolerance.Validators.Add(result =>
        {
            if (!result.Errors.Any() && result.GetValueOrDefault<double>() is not (>= 0 and <= 100))
            {
                result.AddError("--tolerance must be between 0 and 100 percentage points.");
            }
        });
        var command = new Command("results", "Show the results of an experiment so far") { experiment, laboratory, csv, json, tolerance };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(csv) && parsed.GetValue(json))
            {
                throw new LotteryLabException("cli.format", "--csv and --json exclude each other.", "Give one of them.");
            }

            var found = FoundExperiment.Find(parsed.GetValue(experiment)!, SharedOptions.Open(parsed.GetValue(laboratory)), session.Input);
            var origin = ImportRecord.Read(found.Folder.Path);
            if (origin is null && ImportedFolder.IsImported(found.Folder.Path))
            {
                session.Output.Write(parsed.GetValue(json) ? JsonText.Pretty(ImportedFolder.Read(found.Folder.Path)) + "\n" : ImportedText.Write(ImportedFolder.Read(found.Folder.Path)));
                return ExitCode.Success;
            }

            var results = ExperimentResults.Read(found.Folder.ReadPlan(), found.Laboratory.Store, StepDurations.Of(found.Laboratory));
            if (parsed.GetValue(csv))
            {
                session.Output.Write(ResultCsv.Write(results.Rows));
            }
            else if (parsed.GetValue(json))
            {
                session.Line(JsonText.Pretty(results.ToJson()));
            }
            else
            {
                if (origin is not null)
                {
                    session.Line($"Imported from {origin.Source}, written {origin.Exported:yyyy-MM-dd}{(origin.Origin.Length > 0 ? $" by {origin.Origin}" : "")}; not computed here.");
                }

                session.Output.Write(ResultTable.Write(results, parsed.GetValue(tolerance) / 100));
            }

            return ExitCode.Success;
        });
        return command;
    }
}
