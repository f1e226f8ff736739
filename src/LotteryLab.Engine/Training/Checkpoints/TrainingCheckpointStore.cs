using LotteryLab.Engine.Files;

namespace LotteryLab.Engine.Training.Checkpoints;

/// <summary>
/// Keeps the newest checkpoint of one training in a folder. A write replaces the old file in one step, and a file that is not exactly what
/// was written is not used.
/// </summary>
/// <param name="folder">Folder of this training; created when first needed.</param>
/// <param name="minimumInterval">Shortest time between two checkpoints; a crash costs at most about this much work.</param>
/// <param name="time">Clock.</param>
public sealed class TrainingCheckpointStore(string folder, TimeSpan minimumInterval, TimeProvider time)
{
    private const string FileName = "training.checkpoint";

    private long lastWrite = time.GetTimestamp();

    /// <summary>The file that holds the checkpoint.</summary>
    public string Path { get; } = System.IO.Path.Combine(folder, FileName);

    /// <summary>Whether the minimum interval has passed since the last write (or since this object was made).</summary>
    internal bool IsDue => time.GetElapsedTime(lastWrite) >= minimumInterval;

    /// <summary>Deletes the checkpoint, if there is one.</summary>
    public void Delete() => File.Delete(Path);

    internal void Save(TrainingCheckpoint checkpoint)
    {
        Directory.CreateDirectory(folder);
        DurableFile.Replace(Path, checkpoint.ToBytes());
        lastWrite = time.GetTimestamp();
    }

    /// <summary>The checkpoint, or null when there is none that can be used; then <paramref name="warn"/> is told why, if there is a reason.</summary>
    internal TrainingCheckpoint? Load(Action<string> warn)
    {
        if (!File.Exists(Path))
        {
            return null;
        }

        var checkpoint = TrainingCheckpoint.FromBytes(File.ReadAllBytes(Path));
        if (checkpoint is null)
        {
            warn("The training checkpoint is damaged and is ignored; this training starts again from its beginning.");
        }

        return checkpoint;
    }
}
