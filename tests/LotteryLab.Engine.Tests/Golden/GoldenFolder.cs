using System.Runtime.CompilerServices;

namespace LotteryLab.Engine.Tests.Golden;

/// <summary>
/// Where reference results are: the folder named by LOTTERYLAB_GOLDEN, otherwise shared/golden beside the repository. They are large and
/// not part of the repository, so they may be absent.
/// </summary>
internal static class GoldenFolder
{
    public static string Root { get; } = Path.GetFullPath(Environment.GetEnvironmentVariable("LOTTERYLAB_GOLDEN") is { Length: > 0 } folder
        ? folder
        : Path.Combine(RepositoryRoot(), "..", "shared", "golden"));

    private const string NoFolder = "(no golden folder)";

    public static bool Exists => Directory.Exists(Root);

    /// <summary>Paths of all cases relative to the folder, with forward slashes, in ordinal order.</summary>
    public static IReadOnlyList<string> Cases() =>
        [.. Directory.EnumerateFiles(Root, "*.json", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];

    /// <summary>Rows of a theory: the cases that a test is about, or one row that says that there are none.</summary>
    public static TheoryData<string> Rows(Func<string, bool> isWanted) => Exists ? [.. Cases().Where(isWanted)] : [NoFolder];

    /// <summary>Skips a row that stands for an absent folder.</summary>
    public static void SkipWithout(string row)
    {
        if (row == NoFolder)
        {
            Assert.Skip($"There are no reference results at {Root}; set LOTTERYLAB_GOLDEN to their folder to compare with them.");
        }
    }

    private static string RepositoryRoot([CallerFilePath] string thisFile = "") =>
        Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "..");
}
