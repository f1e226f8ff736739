using LotteryLab.Engine;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Worker;

/// <summary>An experiment that exists on disk, with the laboratory that it belongs to.</summary>
internal sealed record FoundExperiment(Laboratory Laboratory, ExperimentFolder Folder)
{
    /// <summary>Shortest beginning of an id that names an experiment.</summary>
    private const int ShortestId = 4;

    /// <summary>Finds an experiment by folder, id, spec file or preset.</summary>
    /// <exception cref="LotteryLabException">There is none.</exception>
    public static FoundExperiment Find(string text, Laboratory laboratory, TextReader input)
    {
        if (Directory.Exists(text))
        {
            return OfFolder(Path.GetFullPath(text), laboratory);
        }

        if (ById(text, laboratory) is { } known)
        {
            return new FoundExperiment(laboratory, new ExperimentFolder(known));
        }

        var spec = SpecSource.Read(text, input, ComponentCatalog.Default);
        var folder = new ExperimentFolder(laboratory.ExperimentFolder(SpecHash.Of(spec)));
        return File.Exists(folder.PlanPath)
            ? new FoundExperiment(laboratory, folder)
            : throw new LotteryLabException("experiment.unknown", $"'{spec.Name}' has not been run in the laboratory {laboratory.Root}.", $"Run it with 'lotterylab run {text}', or name another laboratory with --lab.");
    }

    private static FoundExperiment OfFolder(string folder, Laboratory laboratory)
    {
        if (!File.Exists(Path.Combine(folder, "plan.json")))
        {
            throw new LotteryLabException("experiment.unknown", $"The folder {folder} holds no experiment.", "Name a folder below experiments/ of a laboratory; 'lotterylab list' shows them.");
        }

        // experiments/<id> lies in its laboratory, whichever one is the default.
        var parent = Directory.GetParent(folder);
        return new FoundExperiment(parent is { Name: "experiments", Parent: { } root } ? new Laboratory(root.FullName) : laboratory, new ExperimentFolder(folder));
    }

    private static string? ById(string text, Laboratory laboratory)
    {
        var matches = text.Length >= ShortestId
            ? laboratory.Experiments().Where(folder => Path.GetFileName(folder).StartsWith(text, StringComparison.Ordinal)).ToList()
            : [];
        return matches.Count <= 1
            ? matches.FirstOrDefault()
            : throw new LotteryLabException("experiment.ambiguous", $"'{text}' is the beginning of {matches.Count} experiments.", $"Write more of it: {string.Join(", ", matches.Select(Path.GetFileName))}.");
    }
}
