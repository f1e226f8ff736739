using System.Diagnostics;

namespace LotteryLab.Worker.Tests.Setup;

/// <summary>Disks that only one process sees: small ones, or empty ones in the place of a folder.</summary>
internal static class PrivateMounts
{
    /// <summary>Why a test is skipped where they are not allowed.</summary>
    public const string Missing = "A disk of our own needs unprivileged user namespaces (unshare -Urm), which this machine does not allow.";

    /// <summary>Whether this machine allows them.</summary>
    public static async Task<bool> AreAllowedAsync()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/unshare"))
        {
            return false;
        }

        var place = Directory.CreateTempSubdirectory("lotterylab-mount-");
        try
        {
            using var process = Process.Start(new ProcessStartInfo("unshare", ["-Urm", "mount", "-t", "tmpfs", "-o", "size=1m", "none", place.FullName]) { RedirectStandardError = true })!;
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return process.ExitCode == 0;
        }
        finally
        {
            place.Delete();
        }
    }

    /// <summary>A command as a process for which a folder is empty.</summary>
    public static string[] Without(string folder, params IEnumerable<string> command) =>
        ["unshare", "-Urm", "sh", "-c", "mount -t tmpfs none \"$1\" && shift && exec \"$@\"", "sh", folder, .. command];
}
