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

    public static bool Exists => Directory.Exists(Root);

    /// <summary>Paths of all cases relative to the folder, with forward slashes, in ordinal order.</summary>
    public static IReadOnlyList<string> Cases() =>
        [.. Directory.EnumerateFiles(Root, "*.json", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];

    private static string RepositoryRoot([CallerFilePath] string thisFile = "") =>
        Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "..");
}
