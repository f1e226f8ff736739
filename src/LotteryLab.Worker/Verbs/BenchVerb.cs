using System.CommandLine;

namespace LotteryLab.Worker.Verbs;

/// <summary><c>bench</c>: says where the benchmarks are.</summary>
internal static class BenchVerb
{
    public static Command Create(Session session)
    {
        var command = new Command("bench", "Say how to measure speed against PyTorch and the floor of the machine");
        command.SetAction(_ =>
        {
            session.Line("Benchmarks compare with PyTorch and with the floor of the machine, and are run from the repository: ./lab bench");
            return ExitCode.Success;
        });
        return command;
    }
}
