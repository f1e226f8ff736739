using System.Text.Json;
using System.Text.Json.Nodes;
using LotteryLab.Engine.Files;

namespace LotteryLab.Engine.Artifacts;

/// <summary>
/// Results of steps, addressed by step key: <c>store/ab/abcdef…/</c>. An artifact appears at once and whole (written aside, flushed,
/// renamed) or not at all, and is never changed afterwards.
/// </summary>
public sealed class ArtifactStore(string root)
{
    private const string IncomingFolder = ".incoming";
    private const string QuarantineFolder = ".quarantine";

    /// <summary>Folder of the store.</summary>
    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>Where the artifact of a key is or will be.</summary>
    public string FolderOf(StepKey key) => Path.Combine(Root, key.Hex[..2], key.Hex);

    /// <summary>Whether the step has been done.</summary>
    public bool Contains(StepKey key) => File.Exists(Path.Combine(FolderOf(key), ArtifactManifest.FileName));

    /// <summary>The artifact of a step, or null when it has not been done. A folder whose manifest cannot be read is set aside.</summary>
    public Artifact? Find(StepKey key)
    {
        var folder = FolderOf(key);
        try
        {
            var manifest = ArtifactManifest.FromJson(File.ReadAllBytes(Path.Combine(folder, ArtifactManifest.FileName)));
            if (manifest.Key == key.Hex)
            {
                return new Artifact(folder, manifest);
            }
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException)
        {
            // Falls through: a manifest that is no manifest is damage.
        }

        SetAside(key);
        return null;
    }

    /// <summary>Compares every file of an artifact with its hash.</summary>
    /// <returns>False when the artifact is absent or was damaged (it is then set aside).</returns>
    public bool Verify(StepKey key)
    {
        var artifact = Find(key);
        if (artifact is null)
        {
            return false;
        }

        try
        {
            foreach (var name in artifact.Manifest.Files.Keys)
            {
                artifact.Read(name);
            }

            return true;
        }
        catch (CorruptArtifactException)
        {
            SetAside(key);
            return false;
        }
    }

    /// <summary>Starts collecting the files of a step.</summary>
    public ArtifactWriter Begin(StepKey key) =>
        new(Path.Combine(Root, IncomingFolder, $"{key.Hex[..12]}-{Guid.NewGuid():N}"));

    /// <summary>Makes the collected files the artifact of the step. When another process was quicker, its (equal) artifact stays.</summary>
    public Artifact Publish(StepKey key, JsonObject description, ArtifactWriter writer)
    {
        writer.WriteManifest(new ArtifactManifest(key.Hex, description, writer.Files));
        DurableFile.FlushDirectory(writer.Folder);
        var folder = FolderOf(key);
        var parent = Path.GetDirectoryName(folder)!;
        Directory.CreateDirectory(parent);
        try
        {
            Directory.Move(writer.Folder, folder);
        }
        catch (IOException) when (Contains(key))
        {
            // Another worker published the same step first; equal keys mean equal results.
        }

        DurableFile.FlushDirectory(parent);
        DurableFile.FlushDirectory(Root);
        return Find(key) ?? throw new LotteryLabException("artifact.lost", $"The result of step {key.Short} vanished right after it was published.", "Check the disk that holds the laboratory folder.");
    }

    /// <summary>Takes an artifact over from another store on the same disk; when the key is known here, what is here stays.</summary>
    public void Adopt(ArtifactStore other, StepKey key)
    {
        if (Contains(key))
        {
            return;
        }

        var folder = FolderOf(key);
        var parent = Path.GetDirectoryName(folder)!;
        Directory.CreateDirectory(parent);
        try
        {
            Directory.Move(other.FolderOf(key), folder);
        }
        catch (IOException) when (Contains(key))
        {
            // Somebody else was quicker with the same content.
        }

        DurableFile.FlushDirectory(parent);
        DurableFile.FlushDirectory(Root);
    }

    /// <summary>Moves a damaged artifact out of the way, so that its step runs again; nothing is deleted.</summary>
    public void SetAside(StepKey key)
    {
        var folder = FolderOf(key);
        if (Directory.Exists(folder))
        {
            var quarantine = Path.Combine(Root, QuarantineFolder);
            Directory.CreateDirectory(quarantine);
            Directory.Move(folder, Path.Combine(quarantine, $"{key.Hex}-{Guid.NewGuid():N}"));
        }
    }

    /// <summary>Keys of all artifacts.</summary>
    public IEnumerable<StepKey> Keys() =>
        !Directory.Exists(Root)
            ? []
            : Directory.EnumerateDirectories(Root)
                .Where(shard => Path.GetFileName(shard).Length == 2)
                .SelectMany(Directory.EnumerateDirectories)
                .Select(folder => new StepKey(Path.GetFileName(folder)));

    /// <summary>Deletes an artifact for good.</summary>
    /// <returns>Bytes that became free.</returns>
    public long Delete(StepKey key)
    {
        var folder = FolderOf(key);
        if (!Directory.Exists(folder))
        {
            return 0;
        }

        var bytes = new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

        // The manifest goes first: a deletion that is cut short leaves no artifact that looks whole.
        File.Delete(Path.Combine(folder, ArtifactManifest.FileName));
        Directory.Delete(folder, recursive: true);
        return bytes;
    }

    /// <summary>Deletes what interrupted writers left behind more than an hour ago, and the quarantine.</summary>
    /// <returns>Bytes that became free.</returns>
    public long DeleteLeftovers(DateTime utcNow)
    {
        var bytes = 0L;
        foreach (var special in new[] { IncomingFolder, QuarantineFolder })
        {
            var folder = new DirectoryInfo(Path.Combine(Root, special));
            foreach (var leftover in folder.Exists ? folder.EnumerateDirectories() : [])
            {
                if (special == QuarantineFolder || leftover.LastWriteTimeUtc < utcNow.AddHours(-1))
                {
                    bytes += leftover.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
                    leftover.Delete(recursive: true);
                }
            }
        }

        return bytes;
    }
}
