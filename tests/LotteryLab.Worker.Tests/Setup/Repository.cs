using System.Diagnostics;

namespace LotteryLab.Worker.Tests.Setup;

/// <summary>The checkout that these tests were built from, and programs that are run on it.</summary>
internal static class Repository
{
    /// <summary>Folder of the solution.</summary>
    public static string Root { get; } = Above(AppContext.BaseDirectory);

    /// <summary>Configuration that these tests were built in, as MSBuild names it.</summary>
    public static string Configuration => string.Equals(Build, "debug", StringComparison.OrdinalIgnoreCase) ? "Debug" : "Release";

    /// <summary>Output folder of the worker, in the layout that every build has.</summary>
    public static string WorkerFolder => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "LotteryLab.Worker", Build));

    private static string Build => new DirectoryInfo(AppContext.BaseDirectory).Name;

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(int Code, string Output, string Error)> RunAsync(string program, IEnumerable<string> arguments, string? folder = null, params (string Name, string? Value)[] environment)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder ?? Root };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation));
        await process.WaitForExitAsync(cancellation);
        return (process.ExitCode, await output, await error);
    }

    private static string Above(string folder) =>
        File.Exists(Path.Combine(folder, "LotteryLab.sln")) ? folder : Above(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("These tests run from a checkout."));
}
