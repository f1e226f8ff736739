using System.Runtime.CompilerServices;

namespace LotteryLab.Web.Tests;

/// <summary>
/// A shell script in the place of the worker. There is one file for all tests, written before the first of them begins: a script that is written while
/// another thread starts a program cannot be run for a moment ("text file busy"), because the new program still holds the file open.
/// </summary>
internal static class FakeWorker
{
    private const string Behaviour = "fake-worker.sh";

    // Arguments are those of the worker: "doctor --json --lab FOLDER [--device DEVICE]" and "run SPEC --json --out FOLDER ...". What "run" does is read, not executed, from the laboratory.
    private const string Script = """
        #!/bin/sh
        if [ "$1" = doctor ]; then
          echo '[{"subject":"LibTorch","state":"good","found":"0.0.0 in a test","fix":""},'
          echo '{"subject":"numerics","state":"good","found":"libtorch-0.0.0/'"${6:-cpu}"'","fix":""}]'
          exit 0
        fi
        . "$5/fake-worker.sh"

        """;

    private static readonly string Folder = Directory.CreateTempSubdirectory("lotterylab-fake-worker-").FullName;
    private static readonly string Program = Path.Combine(Folder, "worker");

    /// <summary>The real worker where its LibTorch is gone.</summary>
    public static string WithoutLibTorch { get; } = Path.Combine(Folder, "worker-without-libtorch");

    /// <summary>Says what the worker of a laboratory does when it is asked to run an experiment, and gives the program's path.</summary>
    public static string Install(string home, string behaviour = "exit 2")
    {
        File.WriteAllText(Path.Combine(home, Behaviour), behaviour + "\n");
        return Program;
    }

#pragma warning disable CA2255 // Before the first test there is no other thread; that is the point.
    [ModuleInitializer]
    internal static void Write()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var real = Path.Combine(output.Parent!.Parent!.FullName, "LotteryLab.Worker", output.Name, "lotterylab.dll");
        Write(Program, Script);
        Write(WithoutLibTorch, $"#!/bin/sh\nLIBTORCH=/nowhere exec dotnet '{real}' \"$@\"\n");
    }
#pragma warning restore CA2255

    private static void Write(string path, string script)
    {
        File.WriteAllText(path, script);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
