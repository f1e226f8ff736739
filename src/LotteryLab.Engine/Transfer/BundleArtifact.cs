using System.Text.Json;
using System.Text.Json.Nodes;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Files;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Training.Measuring;

namespace LotteryLab.Engine.Transfer;

/// <summary>Looks into the files of a result before they are stored: what pages read later must be what they expect.</summary>
internal sealed class BundleArtifact
{
    private const int MostPoints = 1_000_000;
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
    private readonly Dictionary<string, IReadOnlyDictionary<string, long>> masks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyDictionary<string, long>> sizes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyDictionary<string, long>> kept = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyDictionary<string, long>> states = new(StringComparer.Ordinal);

    /// <summary>Checks one file of the artifact of a key.</summary>
    /// <exception cref="LotteryLabException">It is not what its name says.</exception>
    public void Check(string key, string file, byte[] content)
    {
        var path = BundlePath.Of(key, file);
        try
        {
            switch (file)
            {
                case ArtifactFiles.Mask:
                    var entries = MaskFile.FromBytes(content).Entries;
                    masks[key] = entries.ToDictionary(entry => entry.Key, entry => entry.Value.Kept, StringComparer.Ordinal);
                    sizes[key] = entries.ToDictionary(entry => entry.Key, entry => entry.Value.Count, StringComparer.Ordinal);
                    break;
                case ArtifactFiles.Pruning:
                    kept[key] = ReadCounts(path, BundleReader.ParseJson(path, content));
                    break;
                case ArtifactFiles.Training:
                    CheckTraining(path, BundleReader.ParseJson(path, content));
                    break;
                case var other when other.EndsWith(".json", StringComparison.Ordinal):
                    _ = BundleReader.ParseJson(path, content);
                    break;
                case var other when other.EndsWith(".safetensors", StringComparison.Ordinal):
                    ReadState(key, path, file, content);
                    break;
                default:
                    // Stored and handed on, read by nothing here.
                    break;
            }
        }
        catch (LotteryLabException problem) when (!problem.Code.StartsWith("bundle.", StringComparison.Ordinal))
        {
            throw BundleProblem.Content(path, problem.Problem, problem);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or FormatException or ArgumentException or OverflowException)
        {
            throw BundleProblem.Content(path, "a value in it is missing or of another kind than expected", problem);
        }
    }

    /// <summary>Checks what only shows when everything is there: counts that fit the bits, masks that fit the weights.</summary>
    /// <exception cref="LotteryLabException">Two files contradict each other.</exception>
    public void CheckTogether(PlanRecord plan)
    {
        if (masks.Keys.FirstOrDefault(key => kept.TryGetValue(key, out var counts) && !(counts.Count == masks[key].Count && masks[key].All(mask => counts.GetValueOrDefault(mask.Key, -1) == mask.Value))) is { } wrong)
        {
            throw BundleProblem.Content(BundlePath.Of(wrong, ArtifactFiles.Pruning), "its counts are not those of the mask beside it");
        }

        foreach (var round in plan.Rounds.Where(round => round.Mask is not null))
        {
            if (sizes.TryGetValue(round.Mask!, out var mask) && states.TryGetValue(round.Start, out var state) && !mask.All(layer => state.GetValueOrDefault(layer.Key, -1) == layer.Value))
            {
                throw BundleProblem.Content(BundlePath.Of(round.Mask!, ArtifactFiles.Mask), "it belongs to a network of another shape than the weights it starts from");
            }
        }
    }

    private void ReadState(string key, string path, string file, byte[] content)
    {
        using var stream = new MemoryStream(content, writable: false);
        var tensors = SafetensorsFile.Read(stream);
        if (tensors.Any(tensor => tensor.Shape.Any(size => size <= 0)))
        {
            throw BundleProblem.Content(path, "a tensor has no elements");
        }

        if (file == ArtifactFiles.State)
        {
            states[key] = tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Shape.Aggregate(1L, (product, size) => product * size), StringComparer.Ordinal);
        }
    }

    private static Dictionary<string, long> ReadCounts(string path, JsonObject counts)
    {
        if (counts["tensors"] is not JsonArray tensors || !tensors.All(tensor => tensor is JsonObject fields && ((string?)fields["name"])?.Length is > 0 and <= 200 && (long?)fields["count"] is >= 0 and <= 1L << 40 && (long?)fields["kept"] is >= 0 && (long?)fields["kept"] <= (long?)fields["count"]))
        {
            throw BundleProblem.Content(path, "its counts are impossible");
        }

        return tensors.DistinctBy(tensor => (string)tensor!["name"]!).ToDictionary(tensor => (string)tensor!["name"]!, tensor => (long)tensor!["kept"]!, StringComparer.Ordinal);
    }

    private static void CheckTraining(string path, JsonObject training)
    {
        if (training["summary"] is not JsonObject summary || !IsShare((double?)summary["finalTestAccuracy"]) || !IsShare((double?)summary["finalTrainAccuracy"])
            || (summary["testAccuracyAtEarlyStop"] is { } stop && !IsShare((double?)stop)) || (summary["earlyStopIteration"] is { } iteration && (long?)iteration is not >= 0))
        {
            throw BundleProblem.Content(path, "its summary lacks an accuracy in [0, 1]");
        }

        if (training["cost"] is not (null or JsonObject) || (training["cost"]?["multiplyAdds"] is { } work && (double?)work is not >= 0))
        {
            throw BundleProblem.Content(path, "its costs are impossible");
        }

        var points = training["points"] is JsonArray array ? array : throw BundleProblem.Content(path, "it has no curve");
        if (points.Count > MostPoints || points.Deserialize<List<EvaluationPoint?>>(Format)!.Exists(point => point is null))
        {
            throw BundleProblem.Content(path, "its curve is damaged");
        }
    }

    private static bool IsShare(double? value) => value is >= 0 and <= 1;
}
