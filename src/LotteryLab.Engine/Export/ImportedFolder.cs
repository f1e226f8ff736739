using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Files;
using LotteryLab.Engine.Steps;

namespace LotteryLab.Engine.Export;

/// <summary>
/// The folder of something imported: <c>experiments/imported-…</c>. It keeps the imported artifacts alive and says where they came from;
/// it has no spec that could be run.
/// </summary>
public static class ImportedFolder
{
    /// <summary>Begin of the folder's name.</summary>
    public const string Prefix = "imported-";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Whether a folder holds something imported.</summary>
    public static bool IsImported(string folder) => File.Exists(Path.Combine(folder, "imported.json"));

    /// <summary>What was written about the import.</summary>
    public static JsonObject Read(string folder) => JsonNode.Parse(File.ReadAllBytes(Path.Combine(folder, "imported.json")))!.AsObject();

    /// <summary>Writes the folder; writing the same again changes nothing.</summary>
    /// <param name="laboratory">Where to.</param>
    /// <param name="name">What people call it.</param>
    /// <param name="imported">Where it came from and what it holds.</param>
    /// <param name="artifacts">Artifacts to keep, with a label each.</param>
    public static string Write(Laboratory laboratory, string name, JsonObject imported, IReadOnlyList<KeyValuePair<Artifact, string>> artifacts)
    {
        var identity = StepKey.Of(string.Join('\n', artifacts.Select(artifact => artifact.Key.Manifest.Key)));
        var folder = new ExperimentFolder(Path.Combine(laboratory.ExperimentsFolder, Prefix + identity.Hex[..16]));
        Directory.CreateDirectory(folder.Path);
        var steps = artifacts.Select(artifact => new StepRecord(artifact.Key.Manifest.Key, "import", artifact.Value, [], new StepCost(0, 0, artifact.Key.Bytes)));
        var plan = new PlanRecord(name, identity.Hex, "", 0, [], [.. steps], [], []);
        DurableFile.Replace(folder.PlanPath, plan.ToJson());
        DurableFile.Replace(Path.Combine(folder.Path, "imported.json"), JsonSerializer.SerializeToUtf8Bytes(imported, Indented));

        // Lists of experiments read the name from here; the reader of specs refuses it, as it must.
        DurableFile.Replace(folder.SpecPath, Encoding.UTF8.GetBytes(new JsonObject { ["name"] = name, ["imported"] = true }.ToJsonString(Indented)));
        return folder.Path;
    }
}
