using System.ComponentModel;
using System.Diagnostics;

namespace LotteryLab.Bench.Running;

/// <summary>Which state of the source was measured.</summary>
internal static class GitCommit
{
    /// <summary>The commit, with <c>-dirty</c> behind it when files differ from it; <c>unknown</c> without git.</summary>
    public static async Task<string> ReadAsync(string repository, CancellationToken cancellation)
    {
        try
        {
            var start = new ProcessStartInfo("git", ["-C", repository, "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"]) { RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var text = await process.StandardOutput.ReadToEndAsync(cancellation).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
            return process.ExitCode == 0 ? text.Trim() : "unknown";
        }
        catch (Win32Exception)
        {
            // There is no git; the figures are still worth something.
            return "unknown";
        }
    }
}
