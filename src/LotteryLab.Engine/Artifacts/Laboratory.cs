
namespace LotteryLab.Engine.Artifacts;

/// <summary>
/// The folder where everything is kept: <c>store/</c> (artifacts by step key), <c>journals/</c> (one file a step),
/// <c>scratch/</c> (checkpoints and locks of unfinished steps) and <c>experiments/</c> (one folder a spec).
/// </summary>
public sealed class Laboratory(string root)
{
    /// <summary>The folder.</summary>
    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>Artifacts of finished steps.</summary>
    public ArtifactStore Store { get; } = new(Path.Combine(root, "store"));

    /// <summary>Folder of all experiments.</summary>
    public string ExperimentsFolder => Path.Combine(Root, "experiments");

    /// <summary>Folder of one experiment, named by the hash of its spec.</summary>
    public string ExperimentFolder(string specHash) => Path.Combine(ExperimentsFolder, specHash[..16]);

    /// <summary>Journal of a step.</summary>
    public string JournalOf(StepKey key) => Path.Combine(Root, "journals", key.Hex[..2], $"{key.Hex}.jsonl");

    /// <summary>Folder of an unfinished step.</summary>
    public string ScratchOf(StepKey key) => Path.Combine(Root, "scratch", key.Hex);

    /// <summary>Held by every run while it works; many runs may hold it at once.</summary>
    /// <exception cref="LotteryLabException">A garbage collection is under way.</exception>
    public IDisposable EnterRun()
    {
        Directory.CreateDirectory(Root);
        try
        {
            using (new FileStream(LockPath, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite))
            {
                // Only makes sure that the file exists: a shared lock needs a handle that reads.
            }

            return new FileStream(LockPath, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (IOException problem)
        {
            throw new LotteryLabException("laboratory.busy", $"The laboratory {Root} is being cleaned up.", "Try again in a moment.", problem);
        }
    }

    /// <summary>Held while unreachable artifacts are deleted, so that no run makes new ones meanwhile; null while a run is under way.</summary>
    public IDisposable? TryEnterCollection()
    {
        Directory.CreateDirectory(Root);
        try
        {
            return new FileStream(LockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private string LockPath => Path.Combine(Root, "laboratory.lock");

    /// <summary>Experiment folders that hold a spec, newest first.</summary>
    public IReadOnlyList<string> Experiments() =>
        !Directory.Exists(ExperimentsFolder)
            ? []
            : [.. new DirectoryInfo(ExperimentsFolder).EnumerateDirectories()
                .Where(folder => File.Exists(Path.Combine(folder.FullName, "spec.json")))
                .OrderByDescending(folder => folder.LastWriteTimeUtc)
                .Select(folder => folder.FullName)];

    /// <summary>The default laboratory: <c>LOTTERYLAB_HOME</c>, else a per-user folder.</summary>
    public static Laboratory Default()
    {
        var configured = Environment.GetEnvironmentVariable("LOTTERYLAB_HOME");
        return new Laboratory(string.IsNullOrWhiteSpace(configured)
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "lotterylab")
            : configured);
    }
}
