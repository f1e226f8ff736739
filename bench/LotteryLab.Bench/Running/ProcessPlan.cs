namespace LotteryLab.Bench.Running;

/// <summary>A program with its arguments.</summary>
/// <param name="Program">The program file.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record ProcessPlan(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>
    /// What every program is given, ours and the others': one thread for an operation, whichever library looks. A default of one thread a
    /// core makes small networks several times slower as soon as anything else runs.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["MKL_NUM_THREADS"] = "1",
        ["OMP_NUM_THREADS"] = "1",
        ["OPENBLAS_NUM_THREADS"] = "1",
    };

    /// <summary>This program again, for a job of its own. Started as "dotnet FILE.dll", the process is dotnet and the program its first argument.</summary>
    public static ProcessPlan Own(params IReadOnlyList<string> arguments)
    {
        var process = System.Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(process) == "dotnet"
            ? new ProcessPlan(process, [typeof(ProcessPlan).Assembly.Location, .. arguments])
            : new ProcessPlan(process, arguments);
    }
}
