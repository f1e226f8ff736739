using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace LotteryLab.Engine.Transfer;

/// <summary>The first entry of a bundle: which format it is, what it holds, and the SHA-256 of everything else in it.</summary>
/// <param name="Format">Always <see cref="FormatName"/>.</param>
/// <param name="Version">Version of the format; this program reads <see cref="CurrentVersion"/>.</param>
/// <param name="Name">What its people called the experiment.</param>
/// <param name="SpecHash">Identity of the spec, as the laboratory that computed it says.</param>
/// <param name="Numerics">LibTorch version and device kind of the results.</param>
/// <param name="Program">Version of the program that wrote the bundle.</param>
/// <param name="Origin">What the laboratory that computed the results calls itself; empty when it does not say.</param>
/// <param name="Exported">When that laboratory wrote them down (UTC).</param>
/// <param name="Entries">Every other entry, by path.</param>
public sealed record BundleManifest(
    string Format,
    int Version,
    string Name,
    string SpecHash,
    string Numerics,
    string Program,
    string Origin,
    DateTimeOffset Exported,
    IReadOnlyList<BundleEntry> Entries)
{
    /// <summary>What every bundle says it is.</summary>
    public const string FormatName = "lotterylab-experiment";

    /// <summary>Version that this program writes, and the only one that it reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Path of the manifest in a bundle.</summary>
    public const string Path = "manifest.json";

    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, MaxDepth = 16 };

    /// <summary>
    /// SHA-256 over paths and hashes of all entries: equal contents have equal identities, whoever wrote them and when.
    /// </summary>
    public string Content() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Concat(Entries.OrderBy(entry => entry.Path, StringComparer.Ordinal).Select(entry => $"{entry.Sha256} {entry.Path}\n")))));

    /// <summary>The manifest as JSON text.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Options);

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="JsonException">The text is no manifest.</exception>
    public static BundleManifest FromJson(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<BundleManifest>(json, Options) ?? throw new JsonException("The manifest is empty.");
}

/// <summary>One file of a bundle.</summary>
/// <param name="Path">Path inside the bundle.</param>
/// <param name="Bytes">Size when unpacked.</param>
/// <param name="Sha256">SHA-256 in lower-case hex.</param>
public sealed record BundleEntry(string Path, long Bytes, string Sha256);
