using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using LotteryLab.Engine.Planning;

namespace LotteryLab.Engine.Experiments;

/// <summary>
/// What one training of an experiment gave; accuracies are fractions in [0, 1]. The record is written whole into the journal event of its round and
/// stored as it is, so that nobody who reads it has to look anywhere else. What is not known is null.
/// </summary>
public sealed record RoundResult : IMeasuredRound
{
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, RespectNullableAnnotations = true };

    /// <summary>0-based replicate.</summary>
    public required int Replicate { get; init; }

    /// <summary><c>ticket</c>, or the name of the control.</summary>
    public required Branch Branch { get; init; }

    /// <summary>Branch of the method that the round belongs to where several stand side by side; null where there is one.</summary>
    public Branch? Method { get; init; }

    /// <summary>0-based draw of a control that is drawn several times.</summary>
    public required int Draw { get; init; }

    /// <summary>Round; 0 is dense.</summary>
    public required int Round { get; init; }

    /// <summary>Prunable weights.</summary>
    public required long Prunable { get; init; }

    /// <summary>Kept weights.</summary>
    public required long Kept { get; init; }

    /// <summary>Kept / prunable.</summary>
    public double Density => Prunable == 0 ? 1 : (double)Kept / Prunable;

    /// <summary>Kept weights of each prunable tensor, in forward order; null where only their sum is known.</summary>
    public required IReadOnlyList<TensorCount>? Tensors { get; init; }

    /// <summary>Iteration of the lowest validation loss; null without validation images.</summary>
    public required long? EarlyStopIteration { get; init; }

    /// <summary>Iteration of the last evaluation: the end of training. Null without validation images, and in results from before this was noted.</summary>
    public long? LastEvaluation { get; init; }

    /// <summary>Iterations between evaluations, which is as exactly as early stopping can tell one iteration from another; null as above.</summary>
    public long? EvaluationInterval { get; init; }

    /// <summary>Test accuracy at the early-stop iteration.</summary>
    public required double? TestAccuracyAtEarlyStop { get; init; }

    /// <summary>Test accuracy at the end of training.</summary>
    public required double FinalTestAccuracy { get; init; }

    /// <summary>The accuracy that counts: on test images at the early-stop iteration, or at the end where nothing was stopped early.</summary>
    [JsonIgnore]
    public double Accuracy => TestAccuracyAtEarlyStop ?? FinalTestAccuracy;

    /// <summary>Training accuracy at the end of training; null where it was not noted.</summary>
    public required double? FinalTrainAccuracy { get; init; }

    /// <summary>
    /// Multiply-adds that a forward pass of the training did, as a share of the dense network's; null when its recipe computes every weight
    /// (<c>training.sparse</c> is off).
    /// </summary>
    public double? ComputedShare { get; init; }

    double? IMeasuredRound.Density => Density;

    double? IMeasuredRound.FinalTestAccuracy => FinalTestAccuracy;

    double? IMeasuredRound.Accuracy => Accuracy;

    long? IMeasuredRound.Kept => Kept;

    /// <summary>Key of the training step; its artifact holds curves and end weights.</summary>
    public required string TrainingKey { get; init; }

    /// <summary>Key of the step that made the starting weights.</summary>
    public required string StartKey { get; init; }

    /// <summary>Key of the mask step; null for the dense network.</summary>
    public required string? MaskKey { get; init; }

    /// <summary>The record as the fields of a journal event, in the order above.</summary>
    public JsonObject ToJson() => JsonSerializer.SerializeToNode(this, Format)!.AsObject();

    /// <summary>Reads what <see cref="ToJson"/> wrote; other fields are passed over.</summary>
    /// <exception cref="JsonException">A field is missing, or holds what it cannot hold.</exception>
    public static RoundResult FromJson(JsonNode json) =>
        json.Deserialize<RoundResult>(Format) ?? throw new JsonException("The result of a round is null.");
}

/// <summary>Kept weights of one tensor.</summary>
/// <param name="Name">Parameter name.</param>
/// <param name="Count">Weights.</param>
/// <param name="Kept">Kept weights.</param>
public sealed record TensorCount(string Name, long Count, long Kept);
