using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace LotteryLab.Engine.Artifacts;

/// <summary>What an artifact folder says about itself in <c>artifact.json</c>. Holds no time stamp: equal work leaves equal bytes.</summary>
/// <param name="Key">Key of the step that made it.</param>
/// <param name="Step">Everything that went into the key.</param>
/// <param name="Files">Name, size and SHA-256 of every file.</param>
public sealed record ArtifactManifest(string Key, JsonObject Step, IReadOnlyDictionary<string, ArtifactFile> Files)
{
    /// <summary>Name of the manifest in an artifact folder.</summary>
    public const string FileName = "artifact.json";

    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The manifest as JSON text.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Format);

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="JsonException">The text is no manifest.</exception>
    public static ArtifactManifest FromJson(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<ArtifactManifest>(json, Format) ?? throw new JsonException("The manifest is empty.");
}

/// <summary>One file of an artifact.</summary>
/// <param name="Bytes">Size.</param>
/// <param name="Sha256">SHA-256 in lower-case hex.</param>
/// <param name="Shapes">
/// Of a safetensors file the shape of each tensor, so that who wants no weights need not read and check a large file; null for other files and
/// in artifacts of older versions.
/// </param>
public sealed record ArtifactFile(long Bytes, string Sha256, IReadOnlyDictionary<string, IReadOnlyList<long>>? Shapes = null);
