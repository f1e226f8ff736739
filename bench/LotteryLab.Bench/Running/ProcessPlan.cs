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

    /// <summary>
    /// Lets the C library of a program keep what it frees, as the engine does for itself. By default it may give the large tensors of each step back
    /// to the system and take them anew, or not: that depends on where they happen to lie.
    /// </summary>
    public static IReadOnlyDictionary<string, string> KeepingMemory { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["MALLOC_MMAP_MAX_"] = "0",
        ["MALLOC_TOP_PAD_"] = "67108864",
        ["MALLOC_TRIM_THRESHOLD_"] = "2147483647",
    };

    /// <summary>What this program is given besides; by default nothing.</summary>
    public IReadOnlyDictionary<string, string> Extra { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>This program again, for a job of its own. Started as "dotnet FILE.dll", the process is dotnet and the program its first argument.</summary>
    public static ProcessPlan Own(params IReadOnlyList<string> arguments)
    {
        var process = System.Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(process) == "dotnet"
            ? new ProcessPlan(process, [typeof(ProcessPlan).Assembly.Location, .. arguments])
            : new ProcessPlan(process, arguments);
    }
}
