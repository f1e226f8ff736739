using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace LotteryLab.Engine.Artifacts;

/// <summary>A published result of a step. Every read is checked against the recorded hash.</summary>
public sealed class Artifact
{
    internal Artifact(string folder, ArtifactManifest manifest)
    {
        Folder = folder;
        Manifest = manifest;
    }

    /// <summary>Where the files are.</summary>
    public string Folder { get; }

    /// <summary>Key, description and file hashes.</summary>
    public ArtifactManifest Manifest { get; }

    /// <summary>Bytes of all files together.</summary>
    public long Bytes => Manifest.Files.Values.Sum(file => file.Bytes);

    /// <summary>Whether the artifact holds a file of this name.</summary>
    public bool Has(string name) => Manifest.Files.ContainsKey(name);

    /// <summary>Path of a file; use <see cref="Read"/> to have it checked.</summary>
    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Content of a file after comparing it with its hash.</summary>
    /// <exception cref="CorruptArtifactException">The file is missing or differs from what was published.</exception>
    public byte[] Read(string name)
    {
        if (!Manifest.Files.TryGetValue(name, out var expected))
        {
            throw new CorruptArtifactException(Manifest.Key, $"Artifact {Manifest.Key[..12]} has no file '{name}'.");
        }

        byte[] content;
        try
        {
            content = File.ReadAllBytes(PathOf(name));
        }
        catch (IOException problem)
        {
            throw new CorruptArtifactException(Manifest.Key, $"File '{name}' of artifact {Manifest.Key[..12]} cannot be read: {problem.Message}");
        }

        if (content.LongLength != expected.Bytes || Convert.ToHexStringLower(SHA256.HashData(content)) != expected.Sha256)
        {
            throw new CorruptArtifactException(Manifest.Key, $"File '{name}' of artifact {Manifest.Key[..12]} is not what was written ({content.LongLength} bytes, expected {expected.Bytes}).");
        }

        return content;
    }

    /// <summary>A JSON object file after comparing it with its hash.</summary>
    public JsonObject ReadJson(string name) => JsonNode.Parse(Read(name))!.AsObject();
}

/// <summary>An artifact on disk differs from what was published; the store sets it aside and the step runs again.</summary>
public sealed class CorruptArtifactException(string key, string message)
    : LotteryLabException("artifact.corrupt", message, "Run the experiment again: the damaged result is set aside and computed anew.")
{
    /// <summary>Key of the damaged artifact.</summary>
    public string Key { get; } = key;
}
