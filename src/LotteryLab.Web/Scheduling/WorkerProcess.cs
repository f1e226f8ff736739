using System.Diagnostics;
using System.Globalization;
using LotteryLab.Engine.Experiments;

namespace LotteryLab.Web.Scheduling;

/// <summary>
/// A worker in a session of its own, so that it outlives the web app and whatever ends the app's terminal. Everything that a later web app needs to
/// know lies in the experiment folder: <c>worker.pid</c>, <c>worker.log</c> (what the worker said on standard error) and <c>worker.exit</c>.
/// </summary>
internal sealed class WorkerProcess(ExperimentFolder folder)
{
    private const int LongestLog = 4000;

    // The shell stays as the worker's parent and writes down how it ended, also when it was killed.
    private const string Script = "echo $$ > \"$1\"; log=$2; code=$3; shift 3; \"$@\" > /dev/null 2> \"$log\" < /dev/null; echo $? > \"$code.new\"; mv \"$code.new\" \"$code\"";

    private string PidPath => Path.Combine(folder.Path, "worker.pid");

    private string LogPath => Path.Combine(folder.Path, "worker.log");

    private string ExitPath => Path.Combine(folder.Path, "worker.exit");

    /// <summary>Starts the worker and returns at once.</summary>
    public void Start(IReadOnlyList<string> command)
    {
        File.Delete(ExitPath);
        File.Delete(LogPath);
        File.Delete(PidPath);
        var shell = new[] { "/bin/sh", "-c", Script, "sh", PidPath, LogPath, ExitPath };
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo(command[0], command.Skip(1)) { CreateNoWindow = true }
            : SessionCommand([.. shell, .. command]);
        start.WorkingDirectory = folder.Path;
        using var process = Process.Start(start);
        if (OperatingSystem.IsWindows())
        {
            File.WriteAllText(PidPath, process!.Id.ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            // Ends at once: the worker's parent has been adopted by the system.
            process!.WaitForExit();

            // Until the file is there nobody could tell a worker that starts from one that has died.
            SpinWait.SpinUntil(() => File.Exists(PidPath), TimeSpan.FromSeconds(10));
        }
    }

    /// <summary>Whether the process that was started last is still there, also before it has taken the experiment.</summary>
    public bool IsAlive()
    {
        if (File.Exists(ExitPath) || ReadNumber(PidPath) is not { } id)
        {
            return false;
        }

        try
        {
            // After a restart of the machine another program may have the number; it began before the file was written, or long after.
            using var process = Process.GetProcessById(id);
            return Math.Abs((process.StartTime.ToUniversalTime() - File.GetLastWriteTimeUtc(PidPath)).TotalSeconds) < 60;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Exit code of the worker, or null while it runs or when nobody could write it down.</summary>
    public int? ExitCode() => ReadNumber(ExitPath);

    /// <summary>The end of what the worker said on standard error.</summary>
    public string LastWords()
    {
        try
        {
            var text = File.ReadAllText(LogPath).Trim();
            return text.Length <= LongestLog ? text : text[^LongestLog..];
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static ProcessStartInfo SessionCommand(IReadOnlyList<string> command) =>
        File.Exists("/usr/bin/setsid")
            ? new ProcessStartInfo("/usr/bin/setsid", ["--fork", .. command])
            // Without setsid (macOS) the shell's background job at least outlives its parent and ignores a closed terminal.
            : new ProcessStartInfo("/bin/sh", ["-c", "nohup \"$@\" > /dev/null 2>&1 &", "sh", .. command]);

    private static int? ReadNumber(string path)
    {
        try
        {
            return int.TryParse(File.ReadAllText(path).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
