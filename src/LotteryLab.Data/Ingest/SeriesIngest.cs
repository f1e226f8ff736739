using System.Text.Json;
using System.Text.Json.Nodes;
using LotteryLab.Data.Entities;
using LotteryLab.Data.Stores;
using LotteryLab.Engine;
using LotteryLab.Engine.Artifacts;

namespace LotteryLab.Data.Ingest;

/// <summary>Appends what the journal of a training gained to its curve. The stored byte position and the points change in one transaction.</summary>
internal sealed class SeriesIngest(Laboratory laboratory)
{
    /// <summary>Reads on.</summary>
    /// <returns>Index of the first point that is new or measured again, or null when no point changed.</returns>
    public int? Apply(SeriesEntity series, out IReadOnlyList<SeriesPoint> points)
    {
        var key = new StepKey(series.TrainingKey);
        var path = laboratory.JournalOf(key);

        // Looked at before the journal is read: when it is there, the journal is complete.
        var isDone = laboratory.Store.Contains(key);
        if (series.JournalPosition > 0 && (!File.Exists(path) || new FileInfo(path).Length < series.JournalPosition))
        {
            // Somebody replaced the journal: everything is read again, with equal results.
            series.JournalPosition = 0;
        }

        var reader = new JournalReader(path, series.JournalPosition);
        var list = SeriesPacking.Unpack(series.Points).ToList();
        int? from = null;
        foreach (var entry in reader.ReadNew())
        {
            from = Smaller(from, Apply(entry, list));
        }

        if (isDone && list.Count == 0 && ReadArtifact(key) is { Count: > 0 } kept)
        {
            // Imported, or the journal was lost: the artifact has the same points.
            list = kept;
            from = 0;
        }

        series.JournalPosition = reader.Position;
        series.IsFinished = isDone;
        if (from is not null)
        {
            series.Points = SeriesPacking.Pack(list);
            series.Count = list.Count;
        }

        points = from is { } start ? list[Math.Min(start, list.Count)..] : [];
        return from;
    }

    /// <summary>Index of the first point that changed, or null.</summary>
    private static int? Apply(JsonObject entry, List<SeriesPoint> list)
    {
        switch ((string?)entry["type"])
        {
            case "evaluation" when Read(entry) is { } point:
                // An attempt that started again measures points again, with equal results.
                var index = list.FindIndex(other => other.Iteration >= point.Iteration);
                index = index < 0 ? list.Count : index;
                list.RemoveRange(index, list.Count - index);
                list.Add(point);
                return index;
            case "resumed" when (long?)entry["iteration"] is { } iteration && list.FindIndex(other => other.Iteration > iteration) is >= 0 and var beyond:
                list.RemoveRange(beyond, list.Count - beyond);
                return beyond;
            default:
                return null;
        }
    }

    private List<SeriesPoint>? ReadArtifact(StepKey key)
    {
        try
        {
            return laboratory.Store.Find(key) is { } artifact && artifact.Has(ArtifactFiles.Training) && artifact.ReadJson(ArtifactFiles.Training)["points"] is JsonArray points
                ? [.. points.OfType<JsonObject>().Select(Read).OfType<SeriesPoint>()]
                : null;
        }
        catch (Exception damage) when (damage is LotteryLabException or JsonException)
        {
            return null;
        }
    }

    private static SeriesPoint? Read(JsonObject entry)
    {
        try
        {
            return JsonSerializer.Deserialize<SeriesPoint>(entry, DataJson.Format);
        }
        catch (JsonException)
        {
            // Damage in the middle of a journal costs that point, not the rest.
            return null;
        }
    }

    private static int? Smaller(int? a, int? b) => a is null ? b : b is null ? a : Math.Min(a.Value, b.Value);
}
