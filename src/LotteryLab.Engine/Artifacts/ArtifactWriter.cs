using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using LotteryLab.Engine.Files;

namespace LotteryLab.Engine.Artifacts;

/// <summary>Collects the files of an artifact beside the store; nothing is visible before <see cref="ArtifactStore.Publish"/>.</summary>
public sealed class ArtifactWriter : IDisposable
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly SortedDictionary<string, ArtifactFile> files = new(StringComparer.Ordinal);

    internal ArtifactWriter(string folder)
    {
        Folder = folder;
        Directory.CreateDirectory(folder);
    }

    internal string Folder { get; }

    internal IReadOnlyDictionary<string, ArtifactFile> Files => files;

    /// <summary>Adds a file and makes it durable.</summary>
    /// <exception cref="ArgumentException">The name is not a plain file name, or was used before.</exception>
    public void Write(string name, ReadOnlySpan<byte> content)
    {
        if (name != Path.GetFileName(name) || name is "" or "." or ".." || name == ArtifactManifest.FileName)
        {
            throw new ArgumentException($"'{name}' is not a file name of an artifact.", nameof(name));
        }

        files.Add(name, new ArtifactFile(content.Length, Convert.ToHexStringLower(SHA256.HashData(content)), ShapesIn(name, content)));
        WriteThrough(name, content);
    }

    /// <summary>Adds an indented JSON file.</summary>
    public void WriteJson(string name, JsonNode content) => Write(name, JsonSerializer.SerializeToUtf8Bytes(content, Indented));

    internal void WriteManifest(ArtifactManifest manifest) => WriteThrough(ArtifactManifest.FileName, manifest.ToJson());

    /// <summary>Removes whatever was not published.</summary>
    public void Dispose()
    {
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    // From the very bytes that are hashed, whoever wrote them: nobody can claim other shapes than the file has.
    private static IReadOnlyDictionary<string, IReadOnlyList<long>>? ShapesIn(string name, ReadOnlySpan<byte> content)
    {
        const int LengthBytes = 8;
        if (!name.EndsWith(".safetensors", StringComparison.Ordinal) || content.Length < LengthBytes)
        {
            return null;
        }

        var header = (int)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(content), (ulong)(content.Length - LengthBytes));
        try
        {
            using var stream = new MemoryStream(content[..(LengthBytes + header)].ToArray());
            return SafetensorsFile.ReadShapes(stream);
        }
        catch (LotteryLabException)
        {
            // Whoever reads the file says what is wrong with it.
            return null;
        }
    }

    private void WriteThrough(string name, ReadOnlySpan<byte> content)
    {
        using var stream = new FileStream(Path.Combine(Folder, name), FileMode.CreateNew, FileAccess.Write);
        stream.Write(content);
        stream.Flush(flushToDisk: true);
    }
}
