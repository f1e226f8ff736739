using System.Text.Json.Nodes;
using LotteryLab.Engine.Experiments;

namespace LotteryLab.Data.Entities;

/// <summary>A planned or finished training of an experiment.</summary>
internal sealed class RoundEntity
{
    public long Id { get; set; }

    public required string ExperimentId { get; set; }

    public int Replicate { get; set; }

    public required string Branch { get; set; }

    public int Draw { get; set; }

    public int Number { get; set; }

    public bool IsFinished { get; set; }

    public long Prunable { get; set; }

    public long? Kept { get; set; }

    public double? FinalTestAccuracy { get; set; }

    /// <summary>The <see cref="RoundResult"/> as its journal event tells it; the columns that queries need repeat parts of it.</summary>
    public string? Result { get; set; }

    public required string TrainingKey { get; set; }

    public required string StartKey { get; set; }

    public string? MaskKey { get; set; }

    public RoundResult? ReadResult() => Result is { } text ? RoundResult.FromJson(JsonNode.Parse(text)!) : null;

    /// <summary>Stores a result as it is.</summary>
    public void Take(RoundResult result)
    {
        IsFinished = true;
        Kept = result.Kept;
        Prunable = result.Prunable;
        FinalTestAccuracy = result.FinalTestAccuracy;
        Result = result.ToJson().ToJsonString();
    }
}
