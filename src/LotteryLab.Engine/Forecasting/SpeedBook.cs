using System.Globalization;
using System.Text.Json;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Files;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Steps.Kinds;

namespace LotteryLab.Engine.Forecasting;

/// <summary>
/// By how much finished trainings took longer or shorter than the model says (<c>speeds.json</c>), for the recipe itself, for its architecture
/// and for all networks of its sort. The newest runs count most. Losing the file costs the quality of estimates, nothing else.
/// </summary>
public sealed class SpeedBook
{
    /// <summary>An older run fades when this many newer ones are there, so that a faster version of the program is soon believed.</summary>
    private const int Memory = 5;

    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };
    private readonly string path;
    private readonly string machine;
    private readonly SortedDictionary<string, SpeedEntry> entries;

    /// <summary>Opens the book of a laboratory; entries of another machine are left aside.</summary>
    public SpeedBook(Laboratory laboratory, MachineSpeeds speeds)
    {
        path = Path.Combine(laboratory.Root, "speeds.json");
        machine = speeds.Machine;
        entries = Read(path);
    }

    /// <summary>What is known about trainings like this one, from the nearest kin that was measured; null when there is none.</summary>
    public SpeedFinding? Find(TrainStep step)
    {
        var kin = Kin(step);
        for (var distance = 0; distance < kin.Count; distance++)
        {
            if (entries.GetValueOrDefault(kin[distance]) is { Count: > 0 } entry && entry.Machine == machine)
            {
                return new SpeedFinding((SpeedKinship)distance, Math.Exp(entry.MeanLog), Math.Sqrt(Math.Max(0, entry.VarianceLog)), entry.Count);
            }
        }

        return null;
    }

    /// <summary>Notes the trainings of one run: what they took in all beside what the model says.</summary>
    public void Note(IEnumerable<(TrainStep Step, double Seconds, double Modelled)> trainings)
    {
        foreach (var group in trainings.Where(training => training is { Seconds: > 0, Modelled: > 0 })
            .SelectMany(training => Kin(training.Step).Select(key => (Key: key, training.Seconds, training.Modelled)))
            .GroupBy(item => item.Key, StringComparer.Ordinal))
        {
            var log = Math.Log(group.Sum(item => item.Seconds) / group.Sum(item => item.Modelled));
            var known = entries.GetValueOrDefault(group.Key) is { } entry && entry.Machine == machine ? entry : new SpeedEntry(machine, 0, 0, 0);
            var weight = 1.0 / Math.Min(known.Count + 1, Memory);
            var surprise = log - known.MeanLog;
            entries[group.Key] = new SpeedEntry(
                machine,
                known.Count + 1,
                known.MeanLog + (weight * surprise),
                known.Count == 0 ? 0 : (1 - weight) * (known.VarianceLog + (weight * surprise * surprise)));
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        DurableFile.Replace(path, JsonSerializer.SerializeToUtf8Bytes(entries, Format));
    }

    private static IReadOnlyList<string> Kin(TrainStep step)
    {
        var (inputs, numerics) = (step.Settings, step.Numerics);
        var sort = inputs.Definition.Parameters.Any(parameter => parameter.Role == ParameterRole.ConvolutionWeight) ? "convolutional" : "fully connected";
        var rule = step.Rule is null ? "plain" : (string?)(step.Rule.ToJson()["rule"] ?? step.Rule.ToJson()["name"]) ?? step.Rule.GetType().Name;
        var recipe = CanonicalJson.Write(inputs.Network.ToJson());
        return
        [
            string.Create(CultureInfo.InvariantCulture, $"{numerics} {inputs.Recipe.Precision} recipe {StepKey.Of(recipe).Short} {inputs.Network.Architecture.Name} batch {inputs.Recipe.BatchSize} {inputs.Recipe.Optimizer.Name} {rule}"),
            $"{numerics} {inputs.Recipe.Precision} architecture {inputs.Network.Architecture.Name}",
            $"{numerics} {inputs.Recipe.Precision} {sort}",
        ];
    }

    private static SortedDictionary<string, SpeedEntry> Read(string path)
    {
        try
        {
            var known = JsonSerializer.Deserialize<SortedDictionary<string, SpeedEntry>>(File.ReadAllBytes(path), Format) ?? [];
            return new(known.Where(pair => pair.Value is { Machine: not null } && double.IsFinite(pair.Value.MeanLog) && double.IsFinite(pair.Value.VarianceLog)).ToDictionary(), StringComparer.Ordinal);
        }
        catch (Exception problem) when (problem is IOException or JsonException or UnauthorizedAccessException)
        {
            return new(StringComparer.Ordinal);
        }
    }

    private sealed record SpeedEntry(string Machine, int Count, double MeanLog, double VarianceLog);
}

/// <summary>How near a measured training is to the one that is asked for.</summary>
public enum SpeedKinship
{
    /// <summary>The same network, batch size, optimizer, precision and rule.</summary>
    Recipe,

    /// <summary>The same architecture.</summary>
    Architecture,

    /// <summary>Another network of the same sort.</summary>
    Sort,
}

/// <summary>What finished trainings say.</summary>
/// <param name="Kinship">How near they are.</param>
/// <param name="Factor">Seconds that were measured for each second of the model.</param>
/// <param name="LogDeviation">Standard deviation of its logarithm between runs.</param>
/// <param name="Runs">Runs.</param>
public sealed record SpeedFinding(SpeedKinship Kinship, double Factor, double LogDeviation, int Runs);
