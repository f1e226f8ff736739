using System.CommandLine;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Words;

namespace LotteryLab.Worker.Verbs;

/// <summary><c>gc</c>: removes what no experiment reaches.</summary>
internal static class GarbageVerb
{
    public static Command Create(Session session)
    {
        var laboratory = SharedOptions.Laboratory();
        var dry = new Option<bool>("--dry-run") { Description = "Only say what would be deleted" };
        var command = new Command("gc", "Delete results that no experiment reaches (delete an experiment's folder first to be rid of it)") { laboratory, dry };
        command.SetAction(parsed =>
        {
            var report = GarbageCollector.Collect(SharedOptions.Open(parsed.GetValue(laboratory)), parsed.GetValue(dry), TimeProvider.System.GetUtcNow().UtcDateTime);
            session.Line(parsed.GetValue(dry)
                ? $"Would delete {Numbers.Groups(report.Artifacts)} artifacts, {Numbers.Bytes(report.Bytes)}."
                : $"Deleted {Numbers.Groups(report.Artifacts)} artifacts, {Numbers.Bytes(report.Bytes)}.");
            return ExitCode.Success;
        });
        return command;
    }
}
