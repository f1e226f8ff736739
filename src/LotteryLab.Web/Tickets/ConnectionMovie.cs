using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using LotteryLab.Engine;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Masks;

namespace LotteryLab.Web.Tickets;

/// <summary>
/// How the connections of one training moved: what dynamic sparse training reported at each evaluation point. Counts come from the journal, or
/// from the artifact where the journal is gone; the masks themselves stand in the journal of networks up to a million weights only.
/// </summary>
/// <param name="Training">Key of the training step.</param>
/// <param name="Points">What was reported, by iteration.</param>
/// <param name="Frames">Masks, by iteration.</param>
public sealed record ConnectionMovie(string Training, IReadOnlyList<MoviePoint> Points, IReadOnlyList<MovieFrame> Frames)
{
    private const int LargestMask = 1 << 20;

    /// <summary>Reads what there is; empty for a training whose connections stay.</summary>
    public static ConnectionMovie Read(Laboratory laboratory, StepKey training)
    {
        var points = new SortedDictionary<long, MoviePoint>();
        var frames = new SortedDictionary<long, MovieFrame>();
        foreach (var entry in new JournalReader(laboratory.JournalOf(training)).ReadNew())
        {
            switch ((string?)entry["type"])
            {
                case "evaluation":
                    Put(points, entry);
                    break;
                case "mask" when Frame(entry) is { } frame:
                    frames[frame.Iteration] = frame;
                    break;
                case "resumed" when Whole(entry["iteration"]) is { } iteration:
                    // What an earlier attempt wrote beyond this point is measured again.
                    Drop(points, iteration);
                    Drop(frames, iteration);
                    break;
                default:
                    break;
            }
        }

        if (points.Count == 0)
        {
            foreach (var entry in Stored(laboratory, training))
            {
                Put(points, entry);
            }
        }

        return new ConnectionMovie(training.Hex, [.. points.Values], [.. frames.Values]);
    }

    /// <summary>The mask of one tensor at an iteration; null where it was not kept.</summary>
    public static BitMask? Mask(Laboratory laboratory, StepKey training, long iteration, string layer)
    {
        var entry = new JournalReader(laboratory.JournalOf(training)).ReadNew()
            .LastOrDefault(entry => (string?)entry["type"] == "mask" && Whole(entry["iteration"]) == iteration && entry["bits"] is not null);
        try
        {
            return (string?)entry?["bits"] is { } bits ? MaskFile.FromBytes(Unpacked(Convert.FromBase64String(bits))).Find(layer) : null;
        }
        catch (Exception damage) when (damage is FormatException or InvalidDataException or LotteryLabException or InvalidOperationException)
        {
            return null;
        }
    }

    private static byte[] Unpacked(byte[] packed)
    {
        using var zlib = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = zlib.Read(buffer)) > 0;)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > LargestMask)
            {
                // One bit a weight of at most a million weights, and names: more is no mask of ours.
                throw new InvalidDataException("The mask in the journal is larger than any that is written there.");
            }
        }

        return bytes.ToArray();
    }

    private static void Put(SortedDictionary<long, MoviePoint> points, JsonObject entry)
    {
        if (Whole(entry["iteration"]) is { } iteration && entry["extra"] is JsonObject extra && Number(extra["explored"]) is { } explored)
        {
            var layers = extra.Where(value => value.Key.EndsWith("/explored", StringComparison.Ordinal)).Select(value => (Name: value.Key[..^"/explored".Length], Share: Number(value.Value)));
            points[iteration] = new MoviePoint(iteration, explored, Number(extra["moved"]), layers.Where(layer => layer.Share is not null).ToDictionary(layer => layer.Name, layer => layer.Share!.Value, StringComparer.Ordinal));
        }
    }

    private static MovieFrame? Frame(JsonObject entry)
    {
        try
        {
            var layers = (entry["tensors"]?.AsArray() ?? []).OfType<JsonObject>().Select(tensor => new MovieLayer((string?)tensor["name"] ?? "", (long?)tensor["count"] ?? 0, (long?)tensor["kept"] ?? 0));
            return Whole(entry["iteration"]) is { } iteration ? new MovieFrame(iteration, entry["bits"] is not null, [.. layers]) : null;
        }
        catch (Exception damage) when (damage is InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static IEnumerable<JsonObject> Stored(Laboratory laboratory, StepKey training)
    {
        try
        {
            return laboratory.Store.Find(training) is { } artifact && artifact.Has(ArtifactFiles.Training) && artifact.ReadJson(ArtifactFiles.Training)["points"] is JsonArray points ? points.OfType<JsonObject>() : [];
        }
        catch (Exception damage) when (damage is LotteryLabException or JsonException)
        {
            return [];
        }
    }

    private static void Drop<T>(SortedDictionary<long, T> values, long after)
    {
        foreach (var iteration in values.Keys.Where(iteration => iteration > after).ToList())
        {
            values.Remove(iteration);
        }
    }

    private static long? Whole(JsonNode? node) => node is JsonValue value && value.TryGetValue<long>(out var number) ? number : null;

    private static double? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue<double>(out var number) ? number : null;
}

/// <summary>What moved up to an iteration. Shares are fractions in [0, 1].</summary>
/// <param name="Iteration">Iteration.</param>
/// <param name="Explored">Share of all positions that were active at some time.</param>
/// <param name="Moved">Share of the active weights that stand elsewhere than at the start; null when it was not reported.</param>
/// <param name="Layers">Explored share by tensor.</param>
public sealed record MoviePoint(long Iteration, double Explored, double? Moved, IReadOnlyDictionary<string, double> Layers);

/// <summary>The masks at an iteration.</summary>
/// <param name="Iteration">Iteration.</param>
/// <param name="HasPicture">Whether the bits were kept, and not only the counts.</param>
/// <param name="Layers">Kept weights by tensor.</param>
public sealed record MovieFrame(long Iteration, bool HasPicture, IReadOnlyList<MovieLayer> Layers);

/// <summary>Kept weights of a tensor.</summary>
/// <param name="Name">Tensor.</param>
/// <param name="Count">Weights.</param>
/// <param name="Kept">Kept weights.</param>
public sealed record MovieLayer(string Name, long Count, long Kept);
