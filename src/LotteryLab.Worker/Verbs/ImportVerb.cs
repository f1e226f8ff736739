using System.CommandLine;
using System.Text.Json.Nodes;
using LotteryLab.Engine;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Export;
using LotteryLab.Engine.Export.OpenLth;
using LotteryLab.Engine.Words;
using LotteryLab.Worker.Text;

namespace LotteryLab.Worker.Verbs;

/// <summary><c>import FILE</c> and <c>import --open-lth DIR</c>.</summary>
internal static class ImportVerb
{
    /// <summary>Largest ticket file that is read at once.</summary>
    private const long LargestFile = 2_000_000_000;

    public static Command Create(Session session)
    {
        var file = new Argument<string?>("FILE") { Description = "Ticket file that 'export --format safetensors' wrote", Arity = ArgumentArity.ZeroOrOne };
        var openLth = new Option<string?>("--open-lth") { Description = "Import a result directory of open_lth instead", HelpName = "DIR" };
        var laboratory = SharedOptions.Laboratory();
        var command = new Command("import", "Take a ticket, or the results of open_lth, into the laboratory") { file, openLth, laboratory };
        command.SetAction(parsed =>
        {
            var place = SharedOptions.Open(parsed.GetValue(laboratory));
            using var visit = place.EnterRun();
            var (folder, text) = (parsed.GetValue(file), parsed.GetValue(openLth)) switch
            {
                ({ } ticket, null) => ImportTicket(ticket, place),
                (null, { } directory) => ImportOpenLth(directory, place),
                _ => throw new LotteryLabException("cli.import", "What should be imported?", "Name a ticket file, or a directory with --open-lth."),
            };
            session.Output.Write(text);
            session.Line($"Folder: {folder}");
            return ExitCode.Success;
        });
        return command;
    }

    private static (string Folder, string Text) ImportTicket(string file, Laboratory place)
    {
        if (!File.Exists(file) || new FileInfo(file).Length > LargestFile)
        {
            throw new LotteryLabException("ticket.file", $"'{file}' is not a file of at most {Numbers.Bytes(LargestFile)}.", "Name a ticket file that 'lotterylab export' wrote.");
        }

        var artifact = TicketImport.Import(File.ReadAllBytes(file), place.Store);
        var name = Path.GetFileName(file);
        var imported = new JsonObject { ["source"] = name, ["artifact"] = artifact.Manifest.Key };
        if (artifact.Has(ArtifactFiles.Pruning))
        {
            var counts = artifact.ReadJson(ArtifactFiles.Pruning);
            imported["kept"] = counts["kept"]!.DeepClone();
            imported["prunable"] = counts["count"]!.DeepClone();
        }

        return (ImportedFolder.Write(place, $"Imported ticket {name}", imported, [new(artifact, name)]), ImportedText.Write(imported));
    }

    private static (string Folder, string Text) ImportOpenLth(string directory, Laboratory place)
    {
        var (imported, artifacts) = OpenLthImport.Import(directory, place.Store);
        return (ImportedFolder.Write(place, $"open_lth {imported["source"]}", imported, artifacts), ImportedText.Write(imported));
    }
}
