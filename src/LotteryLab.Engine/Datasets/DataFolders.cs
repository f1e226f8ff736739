namespace LotteryLab.Engine.Datasets;

/// <summary>Where data files are looked for when nothing else is said.</summary>
public static class DataFolders
{
    /// <summary>Environment variable that names the data folder.</summary>
    public const string EnvironmentVariable = "LOTTERYLAB_DATA";

    private const string RepositoryMark = "LotteryLab.sln";

    /// <summary>
    /// First the configured folder (or <c>LOTTERYLAB_DATA</c>, or else lotterylab/data in the user's local application data), which receives downloads; then,
    /// in a checkout, <c>../shared/data</c> beside the repository.
    /// </summary>
    /// <param name="configured">Folder from the settings; wins over the environment variable. Null or empty when not set.</param>
    public static DatasetFolder Default(string? configured = null)
    {
        var first = FirstSet(configured, Environment.GetEnvironmentVariable(EnvironmentVariable))
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "lotterylab", "data");
        var repository = RepositoryAbove(AppContext.BaseDirectory) ?? RepositoryAbove(Environment.CurrentDirectory);
        return repository is null
            ? new DatasetFolder([Path.GetFullPath(first)])
            : new DatasetFolder([Path.GetFullPath(first), Path.GetFullPath(Path.Combine(repository, "..", "shared", "data"))]);
    }

    private static string? FirstSet(params string?[] candidates) => candidates.FirstOrDefault(candidate => !string.IsNullOrWhiteSpace(candidate));

    private static string? RepositoryAbove(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, RepositoryMark)))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
