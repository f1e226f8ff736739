using System.CommandLine;
using System.Text.Json.Nodes;
using LotteryLab.Worker.Running;
using LotteryLab.Worker.Text;

namespace LotteryLab.Worker.Verbs;

/// <summary><c>doctor</c>: what was found on this machine, and what to do about each problem.</summary>
internal static class DoctorVerb
{
    public static Command Create(Session session)
    {
        var laboratory = SharedOptions.Laboratory();
        var device = new Option<string?>("--device") { Description = "Device whose numerics to name [default: the first GPU, else cpu]", HelpName = "DEVICE" };
        var json = SharedOptions.Json();
        var command = new Command("doctor", "Say what was found on this machine, how fast it is, and what to do about each problem") { laboratory, device, json };
        command.SetAction(parsed =>
        {
            var findings = MachineCheck.Run(SharedOptions.Open(parsed.GetValue(laboratory)), parsed.GetValue(device));
            if (parsed.GetValue(json))
            {
                session.Line(JsonText.Pretty(new JsonArray([.. findings.Select(finding => (JsonNode)new JsonObject
                {
                    ["subject"] = finding.Subject,
                    ["state"] = finding.State.ToString().ToLowerInvariant(),
                    ["found"] = finding.Found,
                    ["fix"] = finding.Fix,
                })])));
            }
            else
            {
                foreach (var finding in findings)
                {
                    session.Line($"{Mark(finding.State)}  {finding.Subject}: {finding.Found}");
                    if (finding.Fix.Length > 0)
                    {
                        session.Line($"         {finding.Fix}");
                    }
                }
            }

            return findings.Any(finding => finding.State == FindingState.Problem) ? ExitCode.ProblemsFound : ExitCode.Success;
        });
        return command;
    }

    private static string Mark(FindingState state) => state switch
    {
        FindingState.Good => "good   ",
        FindingState.Note => "note   ",
        _ => "PROBLEM",
    };
}
