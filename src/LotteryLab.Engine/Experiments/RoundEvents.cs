using System.Text.Json;
using System.Text.Json.Nodes;
using LotteryLab.Engine.Artifacts;

namespace LotteryLab.Engine.Experiments;

/// <summary>
/// Reads the <c>round</c> events of an experiment's journal. Since LotteryLab keeps results whole, an event is a <see cref="RoundResult"/>; journals
/// from before that left out the counts of the tensors, the last evaluation, the training accuracy and the computed share. For those lines, and only here, the artifacts are looked up.
/// </summary>
public sealed class RoundEvents(PlanRecord plan, ArtifactStore store)
{
    /// <summary>Type of the event.</summary>
    public const string Type = "round";

    private readonly Lazy<ILookup<string, RoundRecord>> planned = new(() => plan.Rounds.ToLookup(round => round.Training, StringComparer.Ordinal));

    /// <summary>The result that an event tells of; null where the line is damaged, or an older one of a round that the plan no longer holds.</summary>
    public RoundResult? Read(JsonObject entry)
    {
        try
        {
            return entry.ContainsKey("trainingKey") ? RoundResult.FromJson(entry) : ReadOlder(entry);
        }
        catch (Exception damage) when (damage is JsonException or InvalidOperationException or FormatException)
        {
            // A line that nobody can read costs that round, not the journal; the next run reports it again.
            return null;
        }
    }

    private RoundResult? ReadOlder(JsonObject entry)
    {
        var round = planned.Value[(string?)entry["training"] ?? ""].FirstOrDefault(round => round.Replicate == (int?)entry["replicate"]
            && round.Branch == (string?)entry["branch"] && round.Draw == (int?)entry["draw"] && round.Round == (int?)entry["round"]);
        if (round is null || (long?)entry["kept"] is not { } kept || (long?)entry["prunable"] is not { } prunable || (double?)entry["finalTestAccuracy"] is not { } final)
        {
            return null;
        }

        var artifact = ReadArtifact(round);
        return new RoundResult
        {
            Replicate = round.Replicate,
            Branch = round.Branch,
            Method = round.Method,
            Draw = round.Draw,
            Round = round.Round,
            Prunable = prunable,
            Kept = kept,
            Tensors = artifact?.Tensors,
            EarlyStopIteration = (long?)entry["earlyStopIteration"],
            LastEvaluation = artifact?.LastEvaluation,
            EvaluationInterval = artifact?.EvaluationInterval,
            TestAccuracyAtEarlyStop = (double?)entry["testAccuracyAtEarlyStop"],
            FinalTestAccuracy = final,
            FinalTrainAccuracy = artifact?.FinalTrainAccuracy,
            ComputedShare = artifact?.ComputedShare,
            TrainingKey = round.Training,
            StartKey = round.Start,
            MaskKey = round.Mask,
        };
    }

    private RoundResult? ReadArtifact(RoundRecord round)
    {
        try
        {
            return ExperimentResults.Read(round, plan.Tensors, store);
        }
        catch (LotteryLabException)
        {
            // The artifact was collected or damaged meanwhile; what the line says is still true.
            return null;
        }
    }
}
