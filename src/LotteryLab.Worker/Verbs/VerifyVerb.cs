using System.CommandLine;
using LotteryLab.Engine.Export;

namespace LotteryLab.Worker.Verbs;

/// <summary><c>verify TICKET</c>: hashes, nested masks, counts and zeros of a ticket and everything it builds on.</summary>
internal static class VerifyVerb
{
    public static Command Create(Session session)
    {
        var ticket = ExportVerb.Ticket();
        var laboratory = SharedOptions.Laboratory();
        var command = new Command("verify", "Check a ticket and every step it builds on: hashes, nested masks, counts, zeros") { ticket, laboratory };
        command.SetAction(parsed =>
        {
            var source = TicketSource.Find(parsed.GetValue(ticket)!, SharedOptions.Open(parsed.GetValue(laboratory)), session.Input);
            var findings = new TicketCheck(source.Laboratory.Store).Run(source.Key);
            foreach (var finding in findings)
            {
                session.Line($"{(finding.IsGood ? "good" : "BAD ")}  {finding.Subject}: {finding.Text}");
            }

            return findings.All(finding => finding.IsGood) ? ExitCode.Success : ExitCode.ProblemsFound;
        });
        return command;
    }
}
