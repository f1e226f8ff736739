using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Files;
using LotteryLab.Engine.Masks;

namespace LotteryLab.Engine.Export.OpenLth;

/// <summary>
/// Takes a result directory of open_lth into a store: for each replicate, level and branch the mask, start and end weights become an
/// artifact, and sparsity and accuracy are reported. What is missing or unreadable is said for its level; the others are imported.
/// </summary>
public static partial class OpenLthImport
{
    private const long LargestText = 64 * 1024 * 1024;

    /// <summary>Imports a directory such as <c>lottery_93bc65d66dfa64ffaf2a0ab105433a2c</c>.</summary>
    /// <exception cref="LotteryLabException">The directory holds no level of open_lth.</exception>
    public static (JsonObject Imported, IReadOnlyList<KeyValuePair<Artifact, string>> Artifacts) Import(string directory, ArtifactStore store)
    {
        var levels = Levels(directory);
        if (levels.Count == 0)
        {
            throw new LotteryLabException("open-lth.empty", $"{directory} holds no results of open_lth.", "Name the directory that holds replicate_1/level_0/main, for example lottery_93bc65d66dfa64ffaf2a0ab105433a2c.");
        }

        var artifacts = new List<KeyValuePair<Artifact, string>>();
        var rows = new JsonArray();
        foreach (var level in levels)
        {
            var (row, artifact) = ImportLevel(level, store);
            rows.Add(row);
            if (artifact is not null)
            {
                artifacts.Add(new(artifact, level.Label));
            }
        }

        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)));
        return (new JsonObject { ["source"] = name, ["identity"] = Identify(name, levels), ["levels"] = rows }, artifacts);
    }

    private static List<Level> Levels(string directory)
    {
        var found = new List<Level>();
        foreach (var replicate in Folders(directory, ReplicatePattern()))
        {
            foreach (var level in Folders(replicate.Path, LevelPattern()))
            {
                found.AddRange(Directory.EnumerateDirectories(level.Path).Order(StringComparer.Ordinal).Select(branch => new Level(replicate.Number, level.Number, Path.GetFileName(branch), branch)));
            }
        }

        return [.. found.OrderBy(level => level.Replicate).ThenBy(level => level.Branch == "main" ? "" : level.Branch, StringComparer.Ordinal).ThenBy(level => level.Number)];
    }

    private static IEnumerable<(int Number, string Path)> Folders(string directory, Regex pattern) =>
        !Directory.Exists(directory)
            ? []
            : Directory.EnumerateDirectories(directory)
                .Select(folder => (Match: pattern.Match(Path.GetFileName(folder)), folder))
                .Where(folder => folder.Match.Success)
                .Select(folder => (int.Parse(folder.Match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture), folder.folder));

    private static (JsonObject Row, Artifact? Artifact) ImportLevel(Level level, ArtifactStore store)
    {
        var row = new JsonObject { ["replicate"] = level.Replicate, ["level"] = level.Number, ["branch"] = level.Branch };
        var notes = new List<string>();
        var mask = Attempt(notes, "mask.pth", () => ReadMask(Path.Combine(level.Folder, "mask.pth")));
        var (first, last) = Models(level.Folder);
        var start = first is null ? [] : Attempt(notes, Path.GetFileName(first), () => ReadWeights(first)) ?? [];
        var end = last is null || last == first ? [] : Attempt(notes, Path.GetFileName(last), () => ReadWeights(last)) ?? [];
        Attempt(notes, "sparsity_report.json", () => Report(row, Path.Combine(level.Folder, "sparsity_report.json"), mask, notes));
        if (ReadText(Path.Combine(level.Folder, "logger")) is { } log)
        {
            var accuracies = OpenLthLog.Metric(log, "test_accuracy");
            row["finalTestAccuracy"] = accuracies.Count > 0 ? accuracies[^1].Value : null;
            row["testAccuracy"] = new JsonArray([.. accuracies.Select(point => (JsonNode)new JsonArray(point.Iteration, point.Value))]);
        }

        Artifact? artifact = null;
        if (mask is not null || start.Count > 0)
        {
            var parameters = new JsonObject { ["open_lth"] = level.Label, ["sha256"] = Fingerprint(mask, start, end) };
            artifact = TicketImport.Publish(parameters, mask, start, end, row.DeepClone().AsObject(), store);
            row["artifact"] = artifact.Manifest.Key;
        }

        row["note"] = string.Join("; ", notes);
        return (row, artifact);
    }

    /// <summary>One damaged file costs what it holds, not the whole directory.</summary>
    private static T? Attempt<T>(List<string> notes, string file, Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception problem) when (problem is LotteryLabException or JsonException or IOException or InvalidOperationException or FormatException)
        {
            notes.Add($"{file}: {(problem as LotteryLabException)?.Problem ?? problem.Message}");
            return null;
        }
    }

    private static MaskSet? ReadMask(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using var stream = File.OpenRead(path);
        return new MaskSet(TorchFile.Read(stream).Select(entry => KeyValuePair.Create(entry.Name, BitsOf(entry))));
    }

    private static BitMask BitsOf(SafetensorsEntry entry)
    {
        var width = SafetensorsEntry.SizeOf(entry.Type);
        var bytes = entry.Bytes;

        // A mask keeps what is not zero, whatever type it was saved in; minus zero is zero.
        return BitMask.From(bytes.Length / width, index =>
        {
            var value = bytes.Span.Slice((int)index * width, width);
            return value[..^1].ContainsAnyExcept((byte)0) || (value[^1] & (entry.Type is SafetensorsType.U8 or SafetensorsType.I64 ? 0xff : 0x7f)) != 0;
        });
    }

    private static List<SafetensorsEntry> ReadWeights(string path)
    {
        using var stream = File.OpenRead(path);

        // Pruned models wrap the network and carry its masks as buffers.
        return [.. TorchFile.Read(stream)
            .Where(entry => !entry.Name.StartsWith("mask_", StringComparison.Ordinal))
            .Select(entry => entry.Name.StartsWith("model.", StringComparison.Ordinal) ? entry with { Name = entry.Name["model.".Length..] } : entry)];
    }

    private static (string? First, string? Last) Models(string folder)
    {
        var models = Directory.EnumerateFiles(folder, "model_ep*_it*.pth")
            .Select(path => (Match: ModelPattern().Match(Path.GetFileName(path)), path))
            .Where(model => model.Match.Success)
            .OrderBy(model => long.Parse(model.Match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture))
            .ThenBy(model => long.Parse(model.Match.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture))
            .Select(model => model.path)
            .ToList();
        return models.Count == 0 ? (null, null) : (models[0], models[^1]);
    }

    private static JsonObject Report(JsonObject row, string path, MaskSet? mask, List<string> notes)
    {
        if (mask is not null)
        {
            row["kept"] = mask.Kept;
            row["prunable"] = mask.Count;
        }

        if (ReadText(path) is { } text && JsonNode.Parse(text) is JsonObject report && report["unpruned"] is { } unpruned && report["total"] is { } total)
        {
            var (kept, all) = ((long)(double)unpruned, (long)(double)total);
            if (mask is not null && (mask.Kept != kept || mask.Count != all))
            {
                notes.Add(string.Create(CultureInfo.InvariantCulture, $"sparsity_report.json says {kept} of {all}, mask.pth {mask.Kept} of {mask.Count}"));
            }

            row["kept"] ??= kept;
            row["prunable"] ??= all;
        }

        return row;
    }

    private static string Identify(string name, IReadOnlyList<Level> levels)
    {
        if (!NamePattern().IsMatch(name))
        {
            return "The directory's name is none that open_lth gives.";
        }

        var log = levels.Select(level => ReadText(Path.Combine(level.Folder, "hparams.log"))).FirstOrDefault(text => text is not null);
        if (log is null)
        {
            return "There is no hparams.log to compare the directory's name with.";
        }

        var canonical = OpenLthLog.CanonicalText(log);
        return OpenLthDirectory.Name(name[..name.LastIndexOf('_')], canonical) == name
            ? $"Its name is the hash of its hyper-parameters: {canonical}"
            : "Its name is not the hash of hparams.log; the directory was renamed, or made by another version of open_lth.";
    }

    private static string Fingerprint(MaskSet? mask, IReadOnlyList<SafetensorsEntry> start, IReadOnlyList<SafetensorsEntry> end)
    {
        using var hash = System.Security.Cryptography.IncrementalHash.CreateHash(System.Security.Cryptography.HashAlgorithmName.SHA256);
        hash.AppendData(mask is null ? [] : MaskFile.ToBytes(mask));
        foreach (var part in new[] { start, end })
        {
            using var stream = new MemoryStream();
            SafetensorsFile.Write(stream, part);
            hash.AppendData(stream.ToArray());
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string? ReadText(string path) =>
        File.Exists(path) && new FileInfo(path).Length <= LargestText ? File.ReadAllText(path) : null;

    [GeneratedRegex("^replicate_([0-9]{1,6})$", RegexOptions.CultureInvariant)]
    private static partial Regex ReplicatePattern();

    [GeneratedRegex("^level_([0-9]{1,6})$", RegexOptions.CultureInvariant)]
    private static partial Regex LevelPattern();

    [GeneratedRegex("^model_ep([0-9]{1,9})_it([0-9]{1,9})\\.pth$", RegexOptions.CultureInvariant)]
    private static partial Regex ModelPattern();

    [GeneratedRegex("^(train|lottery|lottery_branch_[a-z_]+)_[0-9a-f]{32}$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();

    private sealed record Level(int Replicate, int Number, string Branch, string Folder)
    {
        public string Label => string.Create(CultureInfo.InvariantCulture, $"replicate_{Replicate}/level_{Number}/{Branch}");
    }
}
