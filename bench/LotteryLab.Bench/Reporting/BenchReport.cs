using System.Globalization;

namespace LotteryLab.Bench.Reporting;

/// <summary>A finished comparison with everything that is needed to judge it.</summary>
internal sealed record BenchReport
{
    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long all of it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Commit of the working tree; <c>-dirty</c> behind it when there were changes; <c>unknown</c> without git.</summary>
    public required string Commit { get; init; }

    /// <summary>The machine.</summary>
    public required MachineFacts Machine { get; init; }

    /// <summary>Other work on it meanwhile.</summary>
    public required MachineLoad Load { get; init; }

    /// <summary>Runs of each program.</summary>
    public required int Pairs { get; init; }

    /// <summary>Whether runs were shortened.</summary>
    public required bool IsQuick { get; init; }

    /// <summary>Data set of the worker's row, with its number of training images.</summary>
    public required string WorkerDataset { get; init; }

    /// <summary>Environment variables that every program was given.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The rows.</summary>
    public required IReadOnlyList<CaseResult> Cases { get; init; }

    /// <summary>Libraries of all programs.</summary>
    public IReadOnlyList<string> Versions =>
        [.. Cases.SelectMany(result => result.Runs.Values).SelectMany(runs => runs).Select(run => run.Version).Where(version => version.Length > 0).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Writes table and figures beside each other; returns the path of the table.</summary>
    public string Save(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, StartedAt.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture) + ".md");
        File.WriteAllText(path, MarkdownReport.Write(this));
        File.WriteAllText(Path.ChangeExtension(path, ".json"), JsonReport.Write(this));
        return path;
    }
}
