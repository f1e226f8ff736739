using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Export;
using LotteryLab.Engine.Files;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Transfer;

/// <summary>
/// Takes an experiment out of a bundle into a laboratory: into a folder of its own (<c>experiments/imported-…</c>) and under keys of its own
/// (<see cref="ForeignStep"/>). Nothing is visible before everything has been checked; importing the same bundle again changes nothing.
/// </summary>
public static class ExperimentImport
{
    private const string OriginalPlanFile = "plan.origin.json";
    private static readonly TimeSpan OldestLeftover = TimeSpan.FromDays(1);

    /// <summary>Imports a bundle.</summary>
    /// <param name="laboratory">Where to.</param>
    /// <param name="bundle">The bundle; must be seekable.</param>
    /// <param name="source">Name of the file, for people.</param>
    /// <param name="by">Who imports it; empty without accounts.</param>
    /// <param name="limits">How large it may be.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellation">Ends the work; nothing is left then.</param>
    /// <exception cref="LotteryLabException">The bundle is damaged, too large, of another version, or holds something impossible.</exception>
    public static ImportedExperiment Run(Laboratory laboratory, Stream bundle, string source, string by, BundleLimits limits, TimeProvider time, CancellationToken cancellation)
    {
        using var visit = laboratory.EnterRun();
        using var reader = BundleReader.Open(bundle, limits);
        var content = reader.Manifest.Content();
        var folder = new ExperimentFolder(Path.Combine(laboratory.ExperimentsFolder, ImportedFolder.Prefix + content[..16]));
        if (ImportRecord.Read(folder.Path)?.Content == content && File.Exists(folder.SpecPath))
        {
            return new ImportedExperiment(folder.Path, IsNew: false);
        }

        var spec = ReadSpec(reader);
        var planText = reader.Read(BundlePath.Plan);
        var plan = BundlePlan.Parse(planText);
        if (plan.SpecHash != reader.Manifest.SpecHash)
        {
            throw BundleProblem.Content(BundlePath.Plan, "it belongs to another spec than the manifest says");
        }

        var uploads = Directory.CreateDirectory(Path.Combine(laboratory.Root, "uploads"));
        DeleteLeftovers(uploads, time);
        var aside = uploads.CreateSubdirectory($"import-{Guid.NewGuid():N}");
        try
        {
            var staging = new ArtifactStore(Path.Combine(aside.FullName, "store"));
            var names = Stage(reader, plan, content, staging, cancellation);
            var own = PlanKeys.Replace(plan, key => names[key].Key.Hex);
            var results = ReadResults(own, staging);
            foreach (var key in staging.Keys().ToList())
            {
                laboratory.Store.Adopt(staging, key);
            }

            var record = new ImportRecord(BundleProblem.Clip(Path.GetFileName(source)), content, plan.SpecHash, reader.Manifest.Origin, reader.Manifest.Program, reader.Manifest.Exported, by, time.GetUtcNow());
            WriteFolder(folder, own, planText, spec, results, record, [.. names.Values.Select(name => name.Key).Where(laboratory.Store.Contains)]);
            return new ImportedExperiment(folder.Path, IsNew: true);
        }
        finally
        {
            aside.Delete(recursive: true);
        }
    }

    /// <summary>The plan of an imported experiment as the laboratory wrote it that computed the results: with the keys that the steps had there.</summary>
    /// <exception cref="IOException">The folder holds none, because it was not imported from a bundle.</exception>
    /// <exception cref="JsonException">It is damaged.</exception>
    public static PlanRecord OriginalPlan(string folder) => PlanRecord.FromJson(File.ReadAllBytes(Path.Combine(folder, OriginalPlanFile)));

    private static byte[] ReadSpec(BundleReader reader)
    {
        var text = reader.Read(BundlePath.Spec);
        var fields = BundleReader.ParseJson(BundlePath.Spec, text);
        if (text.Length > SpecReader.LongestText || fields["name"] is not JsonValue value || !value.TryGetValue<string>(out var name) || name.Length is 0 or > 400)
        {
            throw BundleProblem.Content(BundlePath.Spec, "it is too long, or has no name");
        }

        // A spec that names components which are not here cannot be run here, but its results can be looked at.
        return new SpecReader(ComponentCatalog.Default).TryRead(Encoding.UTF8.GetString(text), out _) is { } spec && SpecHash.Of(spec) != reader.Manifest.SpecHash
            ? throw BundleProblem.Content(BundlePath.Spec, "it is another spec than the manifest says")
            : text;
    }

    private static IReadOnlyDictionary<string, (StepKey Key, JsonObject Step)> Stage(BundleReader reader, PlanRecord plan, string content, ArtifactStore staging, CancellationToken cancellation)
    {
        var keys = PlanKeys.Of(plan);
        var planned = keys.ToHashSet(StringComparer.Ordinal);
        var files = reader.Manifest.Entries.Select(entry => (entry.Path, Parts: BundlePath.Parse(entry.Path))).Where(entry => entry.Parts is not null)
            .GroupBy(entry => entry.Parts!.Value.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        if (files.Keys.FirstOrDefault(key => !planned.Contains(key)) is { } stray)
        {
            throw BundleProblem.Content(files[stray][0].Path, "the plan has no such step");
        }

        var names = ForeignStep.Name(content, keys, files.Keys.ToDictionary(key => key, key => reader.ReadJson(BundlePath.Of(key, BundlePath.Step)), StringComparer.Ordinal));
        var check = new BundleArtifact();
        foreach (var (key, entries) in files)
        {
            cancellation.ThrowIfCancellationRequested();
            using var writer = staging.Begin(names[key].Key);
            foreach (var (path, parts) in entries.Where(entry => entry.Parts!.Value.File != BundlePath.Step))
            {
                var bytes = reader.Read(path);
                check.Check(key, parts!.Value.File, bytes);
                writer.Write(parts.Value.File, bytes);
            }

            staging.Publish(names[key].Key, names[key].Step, writer);
        }

        check.CheckTogether(plan);
        return names;
    }

    // The numbers that are shown are worked out here from the results, not believed.
    private static ExperimentResults ReadResults(PlanRecord plan, ArtifactStore staging)
    {
        try
        {
            var results = ExperimentResults.Read(plan, staging);
            _ = results.ToJson();
            return results;
        }
        catch (LotteryLabException problem)
        {
            throw BundleProblem.Content(BundlePath.Plan, problem.Problem, problem);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or FormatException or ArgumentException or OverflowException)
        {
            throw BundleProblem.Content(BundlePath.Plan, "its results contradict each other", problem);
        }
    }

    private static void WriteFolder(ExperimentFolder folder, PlanRecord plan, byte[] planText, byte[] spec, ExperimentResults results, ImportRecord record, IReadOnlyList<StepKey> done)
    {
        Directory.CreateDirectory(folder.Path);
        DurableFile.Replace(Path.Combine(folder.Path, OriginalPlanFile), planText);
        DurableFile.Replace(folder.PlanPath, plan.ToJson());
        folder.WriteResults(results);
        File.Delete(folder.JournalPath);
        using (var journal = new JournalWriter(folder.JournalPath))
        {
            foreach (var key in done)
            {
                journal.Append("step", new JsonObject { ["key"] = key.Hex, ["state"] = "done" });
            }

            foreach (var round in results.Rounds)
            {
                journal.Append(RoundEvents.Type, round.ToJson());
            }

            journal.Flush();
        }

        record.Write(folder.Path);

        // Last: a folder without a spec is no experiment yet.
        DurableFile.Replace(folder.SpecPath, spec);
    }

    private static void DeleteLeftovers(DirectoryInfo uploads, TimeProvider time)
    {
        foreach (var leftover in uploads.EnumerateDirectories().Where(folder => folder.LastWriteTimeUtc < time.GetUtcNow().UtcDateTime - OldestLeftover))
        {
            leftover.Delete(recursive: true);
        }
    }
}

/// <summary>An imported experiment.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="IsNew">False when the same bundle had been imported before.</param>
public sealed record ImportedExperiment(string Folder, bool IsNew)
{
    /// <summary>Id of the experiment.</summary>
    public string Id => Path.GetFileName(Folder);
}
