using System.Diagnostics;
using System.Text.Json.Nodes;

namespace LotteryLab.Worker.Tests;

/// <summary>The built worker as a process of its own.</summary>
internal static class WorkerProcess
{
    private const string Env = "/usr/bin/env";

    /// <summary>Starts it. It hears Ctrl-C also when these tests do not: whoever starts them in the background makes them, and what they start, ignore it.</summary>
    public static Process Start(params IEnumerable<string> arguments)
    {
        string[] command = ["dotnet", typeof(CommandLine).Assembly.Location, .. arguments];
        var start = OperatingSystem.IsLinux() ? new ProcessStartInfo(Env, ["--default-signal=INT", .. command]) : new ProcessStartInfo(command[0], command.Skip(1));
        start.RedirectStandardOutput = true;
        return Process.Start(start)!;
    }

    /// <summary>Reads JSON events until one fulfils a condition; null at the end of the output.</summary>
    public static async Task<JsonObject?> ReadUntilAsync(Process worker, Func<JsonObject, bool> condition, CancellationToken cancellation)
    {
        while (await worker.StandardOutput.ReadLineAsync(cancellation) is { } line)
        {
            if (JsonNode.Parse(line)!.AsObject() is { } happened && condition(happened))
            {
                return happened;
            }
        }

        return null;
    }

    /// <summary>Sends a signal by name.</summary>
    public static async Task SignalAsync(Process worker, string signal, CancellationToken cancellation)
    {
        using var kill = Process.Start("kill", [$"-{signal}", worker.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(cancellation);
    }
}
