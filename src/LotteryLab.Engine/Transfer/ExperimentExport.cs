using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Export;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Transfer;

/// <summary>
/// Writes an experiment into one file: spec, plan, results, and everything that its finished steps left (masks, weights, curves). Equal experiments give equal
/// contents; of an imported one the file says what the laboratory said that computed it.
/// </summary>
public static class ExperimentExport
{
    /// <summary>Name that the file ends with.</summary>
    public const string Extension = ".lottery.zip";

    // Zip files keep times; these are always the same, so that equal experiments are equal files.
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes the experiment in a folder.</summary>
    /// <param name="laboratory">Where its results lie.</param>
    /// <param name="path">Folder of the experiment.</param>
    /// <param name="labels">What people call it, who says so and when.</param>
    /// <param name="destination">Where to; need not be seekable.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="LotteryLabException">There is no plan yet, a result is damaged, or it is too large for one file.</exception>
    public static void Write(Laboratory laboratory, string path, ExportLabels labels, Stream destination, CancellationToken cancellation)
    {
        var folder = new ExperimentFolder(path);
        var (plan, texts, artifacts, imported) = Collect(laboratory, folder, labels);
        var entries = texts.Select(text => new BundleEntry(text.Key, text.Value.Length, Convert.ToHexStringLower(SHA256.HashData(text.Value))))
            .Concat(artifacts.SelectMany(artifact => artifact.Value.Manifest.Files.Select(file => new BundleEntry(BundlePath.Of(artifact.Key, file.Key), file.Value.Bytes, file.Value.Sha256))))
            .OrderBy(entry => entry.Path, StringComparer.Ordinal).ToList();
        if (entries.Count > BundleLimits.Default.MostFiles || entries.Sum(entry => entry.Bytes) > uint.MaxValue)
        {
            throw new LotteryLabException("bundle.too-large", $"'{plan.Name}' has {entries.Count} files with {entries.Sum(entry => entry.Bytes) / 1_000_000} MB, which is more than one file can carry (4 GB).", "Export single tickets instead.");
        }

        var manifest = new BundleManifest(
            BundleManifest.FormatName,
            BundleManifest.CurrentVersion,
            plan.Name,
            plan.SpecHash,
            plan.Numerics,
            imported?.Program ?? labels.Program,
            imported?.Origin ?? labels.Origin,
            imported?.Exported ?? labels.At,
            entries);
        using var zip = new ZipArchive(destination, ZipArchiveMode.Create, leaveOpen: true);
        Add(zip, BundleManifest.Path, manifest.ToJson());
        foreach (var entry in entries)
        {
            cancellation.ThrowIfCancellationRequested();
            Add(zip, entry.Path, texts.TryGetValue(entry.Path, out var text) ? text : ReadFile(artifacts, entry.Path));
        }
    }

    private static (PlanRecord Plan, Dictionary<string, byte[]> Texts, SortedDictionary<string, Artifact> Artifacts, ImportRecord? Imported) Collect(Laboratory laboratory, ExperimentFolder folder, ExportLabels labels)
    {
        var own = folder.ReadPlan();
        var imported = ImportRecord.Read(folder.Path);
        if (imported is null && ImportedFolder.IsImported(folder.Path))
        {
            throw new LotteryLabException("experiment.imported", $"'{own.Name}' is an imported ticket, not an experiment.", "Export the ticket instead.");
        }

        var artifacts = new SortedDictionary<string, Artifact>(StringComparer.Ordinal);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in PlanKeys.Of(own))
        {
            if (laboratory.Store.Find(new StepKey(key)) is { } artifact)
            {
                names[key] = KeyOf(artifact, key);
                artifacts[names[key]] = artifact;
            }
        }

        // Steps that had no result have no artifact that knows their name; the plan that came with the bundle does.
        var plan = imported is null ? own : ExperimentImport.OriginalPlan(folder.Path);
        var results = ExperimentResults.Read(own, laboratory.Store);
        var renamed = results with
        {
            Name = plan.Name,
            SpecHash = plan.SpecHash,
            Rounds = [.. results.Rounds.Select(round => round with { TrainingKey = NameOf(round.TrainingKey), StartKey = NameOf(round.StartKey), MaskKey = round.MaskKey is { } mask ? NameOf(mask) : null })],
        };
        var texts = new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            [BundlePath.Spec] = SpecOf(folder, labels),
            [BundlePath.Plan] = plan.ToJson(),
            [BundlePath.Results] = JsonSerializer.SerializeToUtf8Bytes(renamed.ToJson(), Indented),
            [BundlePath.ResultsTable] = Encoding.UTF8.GetBytes(ResultCsv.Write(renamed.Rows)),
        };
        foreach (var (key, artifact) in artifacts)
        {
            texts[BundlePath.Of(key, BundlePath.Step)] = Encoding.UTF8.GetBytes(CanonicalJson.Write(ForeignStep.Origin(artifact)));
        }

        return (plan, texts, artifacts, imported);

        string NameOf(string key) => names.GetValueOrDefault(key, key);
    }

    private static string KeyOf(Artifact artifact, string key) =>
        ForeignStep.IsForeign(artifact) && (string?)artifact.Manifest.Step["parameters"]?["key"] is { } original ? original : key;

    // What people changed since (name, notes, tags) travels inside the spec, where its author wrote the first ones.
    private static byte[] SpecOf(ExperimentFolder folder, ExportLabels labels)
    {
        var text = File.ReadAllText(folder.SpecPath);
        if (JsonNode.Parse(text) is not JsonObject spec)
        {
            return Encoding.UTF8.GetBytes(text);
        }

        var isChanged = Set(spec, "name", labels.Name);
        isChanged |= Set(spec, "notes", labels.Notes is "" && spec["notes"] is null ? null : labels.Notes);
        if (labels.Tags is { } tags && !tags.ToHashSet(StringComparer.Ordinal).SetEquals((spec["tags"] as JsonArray ?? []).Select(tag => tag?.ToString() ?? "")))
        {
            spec["tags"] = new JsonArray([.. tags.Select(tag => (JsonNode)tag)]);
            isChanged = true;
        }

        return Encoding.UTF8.GetBytes(isChanged ? spec.ToJsonString(Indented) : text);
    }

    private static bool Set(JsonObject spec, string name, string? value)
    {
        if (value is null || (spec[name] is JsonValue known && known.TryGetValue<string>(out var text) && text == value))
        {
            return false;
        }

        spec[name] = value;
        return true;
    }

    private static byte[] ReadFile(SortedDictionary<string, Artifact> artifacts, string path)
    {
        var (key, file) = BundlePath.Parse(path) ?? throw new InvalidOperationException($"'{path}' is no path of an artifact.");
        return artifacts[key].Read(file);
    }

    private static void Add(ZipArchive zip, string path, byte[] content)
    {
        // Weights are noise to a packer: packing them fast costs a few percent in size and saves most of the time.
        var entry = zip.CreateEntry(path, CompressionLevel.Fastest);
        entry.LastWriteTime = NoTime;
        using var stream = entry.Open();
        stream.Write(content);
    }
}

/// <summary>What people call an exported experiment, and who wrote the file.</summary>
/// <param name="Program">Version of this program.</param>
/// <param name="Origin">What this laboratory calls itself; empty to say nothing.</param>
/// <param name="At">Now (UTC).</param>
public sealed record ExportLabels(string Program, string Origin, DateTimeOffset At)
{
    /// <summary>Name, when it was changed since the spec was written; null leaves that of the spec.</summary>
    public string? Name { get; init; }

    /// <summary>Notes; null leaves those of the spec.</summary>
    public string? Notes { get; init; }

    /// <summary>Tags; null leaves those of the spec.</summary>
    public IReadOnlyList<string>? Tags { get; init; }
}
