using System.CommandLine;
using LotteryLab.Engine.Export;
using LotteryLab.Engine.Words;

namespace LotteryLab.Worker.Verbs;

/// <summary><c>export TICKET</c>: mask, start weights, end weights and provenance in one file.</summary>
internal static class ExportVerb
{
    public static Command Create(Session session)
    {
        var ticket = Ticket();
        var format = new Option<TicketFormat>("--format") { Description = "File format", HelpName = "safetensors|npz|json", DefaultValueFactory = _ => TicketFormat.Safetensors };
        format.AcceptOnlyFromAmong("safetensors", "npz", "json");
        var file = new Option<string?>("--out", "-o") { Description = "File to write; - for the standard output [default: a name made from the ticket]", HelpName = "FILE" };
        var laboratory = new Option<string?>("--lab") { Description = "Laboratory folder [default: LOTTERYLAB_HOME, else a folder of the user]", HelpName = "DIR" };
        var command = new Command("export", "Write a ticket (mask, start weights, end weights, provenance) to a file") { ticket, format, file, laboratory };
        command.SetAction(parsed =>
        {
            var source = TicketSource.Find(parsed.GetValue(ticket)!, SharedOptions.Open(parsed.GetValue(laboratory)), session.Input);
            var chosen = parsed.GetValue(format);
            var path = parsed.GetValue(file) ?? $"{source.FileName}.{chosen.ToString().ToLowerInvariant()}";
            var content = source.Read();
            if (path == "-")
            {
                using var output = Console.OpenStandardOutput();
                TicketFile.Write(output, content, chosen);
                return ExitCode.Success;
            }

            using (var stream = File.Create(path))
            {
                TicketFile.Write(stream, content, chosen);
            }

            var remaining = content.Mask is { } mask ? $"{Numbers.WeightsRemaining(mask.Density)} of {Numbers.Groups(mask.Count)} prunable weights" : "dense, no mask";
            session.Line($"Wrote {path} ({Numbers.Bytes(new FileInfo(path).Length)}): {remaining}, {content.Provenance.Links.Count} steps of provenance.");
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>A ticket on the command line.</summary>
    public static Argument<string> Ticket() => new("TICKET") { Description = "Ticket: EXPERIMENT:r1/ticket/round7 (replicate, branch, round), or the key of a training step" };
}
