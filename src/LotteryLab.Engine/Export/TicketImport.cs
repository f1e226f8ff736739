using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Files;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Export;

/// <summary>
/// Makes an artifact of a ticket file. It holds the start weights and the mask under the names that steps read, so that other steps can
/// build on it as their start and as their mask. Files come from strangers: everything is checked, and what the file says about
/// its own history is kept as a claim, not as provenance.
/// </summary>
public static class TicketImport
{
    /// <summary>Weights after training, where the file had them.</summary>
    public const string EndFile = "end.safetensors";

    /// <summary>What the file said about itself.</summary>
    public const string ClaimsFile = "claims.json";

    private const string Kind = "import";
    private const int MostClaims = 4 * 1024 * 1024;

    /// <summary>Reads a safetensors ticket file and publishes it.</summary>
    /// <exception cref="LotteryLabException">The file is damaged or no ticket.</exception>
    public static Artifact Import(byte[] file, ArtifactStore store)
    {
        using var stream = new MemoryStream(file);
        var (mask, start, end) = TicketTensors.Sort(SafetensorsFile.Read(stream));
        return Publish(new JsonObject { ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(file)) }, mask, start, end, Claims(file), store);
    }

    internal static Artifact Publish(JsonObject parameters, MaskSet? mask, IReadOnlyList<SafetensorsEntry> start, IReadOnlyList<SafetensorsEntry> end, JsonObject claims, ArtifactStore store)
    {
        var description = new JsonObject { ["kind"] = Kind, ["version"] = 1, ["inputs"] = new JsonObject(), ["parameters"] = parameters };
        var key = StepKey.Of(CanonicalJson.Write(description));
        if (store.Find(key) is { } existing)
        {
            return existing;
        }

        using var writer = store.Begin(key);
        writer.WriteJson(ClaimsFile, claims);
        if (start.Count > 0)
        {
            writer.Write(ArtifactFiles.State, Bytes(start));
        }

        if (end.Count > 0)
        {
            writer.Write(EndFile, Bytes(end));
        }

        if (mask is not null)
        {
            writer.Write(ArtifactFiles.Mask, MaskFile.ToBytes(mask));
            writer.WriteJson(ArtifactFiles.Pruning, Counts(mask));
        }

        return store.Publish(key, description, writer);
    }

    internal static bool IsTicket(Artifact artifact) => (string?)artifact.Manifest.Step["kind"] == Kind && artifact.Has(ArtifactFiles.State);

    internal static Ticket Read(Artifact artifact, ProvenanceChain provenance) => new()
    {
        Mask = artifact.Has(ArtifactFiles.Mask) ? MaskFile.FromBytes(artifact.Read(ArtifactFiles.Mask)) : null,
        Start = TicketReader.States(artifact),
        End = artifact.Has(EndFile) ? TicketReader.States(artifact, EndFile) : [],
        Provenance = provenance,
        Facts = new JsonObject { ["imported"] = artifact.Manifest.Key, ["claims"] = artifact.ReadJson(ClaimsFile) },
    };

    private static byte[] Bytes(IReadOnlyList<SafetensorsEntry> entries)
    {
        using var stream = new MemoryStream();
        SafetensorsFile.Write(stream, entries);
        return stream.ToArray();
    }

    private static JsonObject Counts(MaskSet mask) => new()
    {
        ["count"] = mask.Count,
        ["kept"] = mask.Kept,
        ["tensors"] = new JsonArray([.. mask.Entries.Select(entry => (JsonNode)new JsonObject { ["name"] = entry.Key, ["count"] = entry.Value.Count, ["kept"] = entry.Value.Kept })]),
    };

    /// <summary>The metadata of a file whose header has been found valid before.</summary>
    private static JsonObject Claims(byte[] file)
    {
        var claims = new JsonObject();
        var length = (int)BitConverter.ToUInt64(file, 0);
        using var header = JsonDocument.Parse(Encoding.UTF8.GetString(file, 8, length), new JsonDocumentOptions { MaxDepth = 8 });
        if (length > MostClaims || !header.RootElement.TryGetProperty("__metadata__", out var metadata) || metadata.ValueKind != JsonValueKind.Object)
        {
            return claims;
        }

        foreach (var property in metadata.EnumerateObject().Where(property => property.Value.ValueKind == JsonValueKind.String))
        {
            try
            {
                claims[property.Name] = property.Value.GetString();
            }
            catch (InvalidOperationException)
            {
                // Half of a surrogate pair is JSON but no text; a claim that cannot be read is left out.
            }
        }

        return claims;
    }
}
