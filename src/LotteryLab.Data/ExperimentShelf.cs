using System.Text.Json;
using System.Text.Json.Nodes;
using LotteryLab.Engine;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Experiments;

namespace LotteryLab.Data;

/// <summary>Reads what the experiment folders of a laboratory hold. Keeps nothing: a folder that the command line wrote is there at the next look.</summary>
public sealed class ExperimentShelf(Laboratory laboratory)
{
    /// <summary>The folder that is read.</summary>
    public Laboratory Laboratory { get; } = laboratory;

    /// <summary>All experiments, newest first.</summary>
    public IReadOnlyList<StoredExperiment> All() => [.. Laboratory.Experiments().Select(Read)];

    /// <summary>The experiment in the folder with this name, or null.</summary>
    public StoredExperiment? Find(string id)
    {
        // The id comes from an address: only names that the laboratory itself gives are looked at.
        var folder = Laboratory.Experiments().FirstOrDefault(folder => Path.GetFileName(folder) == id);
        return folder is null ? null : Read(folder);
    }

    /// <summary>Results of the finished rounds; empty when there are none or the plan cannot be read.</summary>
    public IReadOnlyList<ResultRow> Rows(StoredExperiment experiment)
    {
        try
        {
            return ExperimentResults.Read(new ExperimentFolder(experiment.Folder).ReadPlan(), Laboratory.Store).Rows;
        }
        catch (LotteryLabException)
        {
            // No plan yet, or a damaged one: the next run of the experiment writes it again.
            return [];
        }
    }

    private static StoredExperiment Read(string folder)
    {
        var id = Path.GetFileName(folder);
        var file = new FileInfo(Path.Combine(folder, "spec.json"));
        var changed = new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero);
        try
        {
            var text = File.ReadAllText(file.FullName);
            var spec = JsonNode.Parse(text) as JsonObject;
            return new StoredExperiment(id, folder, Text(spec?["name"]) ?? id, NameOf(spec, "architecture"), NameOf(spec, "dataset"), NameOf(spec, "method"), text, changed)
            {
                Status = new ExperimentFolder(folder).ReadStatus(),
            };
        }
        catch (Exception problem) when (problem is JsonException or IOException or UnauthorizedAccessException)
        {
            // One unreadable folder must not hide the others; its page says what is wrong with it.
            return new StoredExperiment(id, folder, id, "", "", "", "", changed) { Problem = $"spec.json cannot be read: {problem.Message}" };
        }
    }

    private static string NameOf(JsonObject? spec, string part) => Text((spec?[part] as JsonObject)?["name"]) ?? Text(spec?[part]) ?? "";

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}

/// <summary>An experiment as its folder describes it.</summary>
/// <param name="Id">Name of the folder: the start of the spec's hash.</param>
/// <param name="Folder">Full path of the folder.</param>
/// <param name="Name">Name that its author gave it.</param>
/// <param name="Architecture">Name of the architecture.</param>
/// <param name="Dataset">Name of the data set.</param>
/// <param name="Method">Name of the method.</param>
/// <param name="SpecText">The spec as it was written.</param>
/// <param name="Created">When the spec was written.</param>
public sealed record StoredExperiment(string Id, string Folder, string Name, string Architecture, string Dataset, string Method, string SpecText, DateTimeOffset Created)
{
    /// <summary>Why the folder cannot be read, or null.</summary>
    public string? Problem { get; init; }

    /// <summary>Where it stands; null when it never ran.</summary>
    public RunStatus? Status { get; init; }

    /// <summary>The state as one lower-case word.</summary>
    public string StateWord => Status?.State.ToString().ToLowerInvariant() ?? "draft";

    /// <summary>The state with how far it is.</summary>
    public string StateText => Status switch
    {
        null => "Not run yet",
        { State: RunState.Succeeded } => "Succeeded",
        { } status => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{status.State}, {status.Progress * 100:0}%"),
    };
}
