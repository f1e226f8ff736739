using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LotteryLab.Engine.Transfer;

/// <summary>
/// Reads a bundle that a stranger made. What it hands out has the size and the SHA-256 that the manifest says; paths, number and sizes of the entries are
/// checked before anything is unpacked.
/// </summary>
public sealed class BundleReader : IDisposable
{
    private readonly ZipArchive zip;
    private readonly BundleLimits limits;
    private readonly Dictionary<string, (BundleEntry Entry, ZipArchiveEntry Packed)> entries = new(StringComparer.Ordinal);

    private BundleReader(ZipArchive zip, BundleLimits limits)
    {
        this.zip = zip;
        this.limits = limits;
        Manifest = ReadManifest();
        Match();
    }

    /// <summary>What the bundle says about itself.</summary>
    public BundleManifest Manifest { get; }

    /// <summary>Opens a bundle; the stream must be seekable and stays with its owner.</summary>
    /// <exception cref="LotteryLabException">It is none, it is too large, or its manifest does not fit it.</exception>
    public static BundleReader Open(Stream stream, BundleLimits limits)
    {
        if (stream.Length > limits.LargestBundle)
        {
            throw BundleProblem.Size($"The bundle has {stream.Length / 1_000_000} MB; {limits.LargestBundle / 1_000_000} MB are allowed.");
        }

        ZipDirectory.Check(stream, limits);
        ZipArchive? zip = null;
        try
        {
            zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            return new BundleReader(zip, limits);
        }
        catch (Exception problem)
        {
            zip?.Dispose();
            throw problem is InvalidDataException or EndOfStreamException ? BundleProblem.NoZip("its entries are damaged", problem) : problem;
        }
    }

    /// <summary>Whether the bundle holds a file.</summary>
    public bool Has(string path) => entries.ContainsKey(path);

    /// <summary>A file, after comparing it with the manifest.</summary>
    /// <exception cref="LotteryLabException">It is missing, damaged or too large.</exception>
    public byte[] Read(string path)
    {
        if (!entries.TryGetValue(path, out var found))
        {
            throw BundleProblem.Content(path, "it is missing");
        }

        if (found.Entry.Bytes > limits.LargestFile || (path.EndsWith(".json", StringComparison.Ordinal) && found.Entry.Bytes > limits.LargestJson))
        {
            throw BundleProblem.Size($"'{path}' has {found.Entry.Bytes / 1_000_000} MB when unpacked, which is more than one file may have.");
        }

        var content = Unpack(found.Packed, found.Entry.Bytes);
        return Convert.ToHexStringLower(SHA256.HashData(content)) == found.Entry.Sha256 ? content : throw BundleProblem.Hash(path);
    }

    /// <summary>A file that holds a JSON object, after comparing it with the manifest.</summary>
    /// <exception cref="LotteryLabException">It is missing, damaged, too large or no JSON object.</exception>
    public JsonObject ReadJson(string path) => ParseJson(path, Read(path));

    /// <inheritdoc/>
    public void Dispose() => zip.Dispose();

    internal static JsonObject ParseJson(string path, byte[] content)
    {
        try
        {
            // Depth 64 is the parser's own limit; said here because files come from strangers.
            return JsonNode.Parse(content, documentOptions: new JsonDocumentOptions { MaxDepth = 64 }) as JsonObject ?? throw BundleProblem.Content(path, "it is no JSON object");
        }
        catch (JsonException problem)
        {
            throw BundleProblem.Content(path, "it is no JSON", problem);
        }
    }

    private BundleManifest ReadManifest()
    {
        var packed = zip.Entries.FirstOrDefault(entry => entry.FullName == BundleManifest.Path) ?? throw BundleProblem.Content(BundleManifest.Path, "it is missing");
        if (packed.Length > limits.LargestJson)
        {
            throw BundleProblem.Size("The manifest of the bundle is larger than any manifest needs to be.");
        }

        var content = Unpack(packed, packed.Length);
        var json = ParseJson(BundleManifest.Path, content);

        // Before anything else is read: another version may look entirely different.
        var (format, version) = (Text(json["format"]), json["version"] is JsonValue number && number.TryGetValue<int>(out var known) ? known : 0);
        if (format != BundleManifest.FormatName || version != BundleManifest.CurrentVersion)
        {
            throw BundleProblem.Version(format is null ? "something else" : $"{BundleProblem.Clip(format)} version {version}");
        }

        try
        {
            var manifest = BundleManifest.FromJson(content);
            if (manifest is { Name.Length: <= 400, Numerics.Length: <= 200, Program.Length: <= 200, Origin.Length: <= 200, Entries: not null } && BundlePath.IsKey(manifest.SpecHash)
                && manifest.Entries.All(entry => entry is { Path: not null, Sha256: not null, Bytes: >= 0 }))
            {
                return manifest;
            }

            throw BundleProblem.Content(BundleManifest.Path, "a field is missing, or longer than it may be");
        }
        catch (JsonException problem)
        {
            throw BundleProblem.Content(BundleManifest.Path, "it is no manifest", problem);
        }
    }

    /// <summary>The manifest and the zip must name the same files, each once and with the same size.</summary>
    private void Match()
    {
        var packed = new Dictionary<string, ZipArchiveEntry>(StringComparer.Ordinal);
        foreach (var entry in zip.Entries)
        {
            if ((entry.FullName != BundleManifest.Path && !BundlePath.IsKnown(entry.FullName)) || !packed.TryAdd(entry.FullName, entry))
            {
                throw BundleProblem.Path(entry.FullName);
            }
        }

        foreach (var entry in Manifest.Entries)
        {
            if (!BundlePath.IsKnown(entry.Path) || !packed.TryGetValue(entry.Path, out var file) || !entries.TryAdd(entry.Path, (entry, file)))
            {
                throw BundleProblem.Path(entry.Path);
            }

            if (file.Length != entry.Bytes)
            {
                throw BundleProblem.Hash(entry.Path);
            }
        }

        if (packed.Count != entries.Count + 1)
        {
            throw BundleProblem.Path(packed.Keys.First(path => path != BundleManifest.Path && !entries.ContainsKey(path)));
        }
    }

    // Reads what was promised and not a byte more, whatever the packed data unfold to.
    private static byte[] Unpack(ZipArchiveEntry packed, long bytes)
    {
        // Deflate cannot shrink anything below a thousandth: whoever claims more wants us to reserve memory.
        if (bytes > (packed.CompressedLength * 1100) + 64)
        {
            throw BundleProblem.Hash(packed.FullName);
        }

        var content = new byte[checked((int)bytes)];
        try
        {
            using var stream = packed.Open();
            if (stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false) == content.Length && stream.ReadByte() < 0)
            {
                return content;
            }
        }
        catch (InvalidDataException problem)
        {
            throw BundleProblem.NoZip($"'{BundleProblem.Clip(packed.FullName)}' cannot be unpacked", problem);
        }

        throw BundleProblem.Hash(packed.FullName);
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
