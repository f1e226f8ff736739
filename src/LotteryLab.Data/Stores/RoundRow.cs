using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Planning;

namespace LotteryLab.Data.Stores;

/// <summary>One planned or finished training of an experiment. Accuracies are fractions in [0, 1].</summary>
public sealed record RoundRow : IMeasuredRound
{
    /// <summary>Id of the ticket: the key of its training step.</summary>
    public required string Ticket { get; init; }

    /// <summary>0-based replicate.</summary>
    public required int Replicate { get; init; }

    /// <summary><c>ticket</c>, or the name of the control.</summary>
    public required Branch Branch { get; init; }

    /// <summary>0-based draw of a control that is drawn several times.</summary>
    public required int Draw { get; init; }

    /// <summary>Round; 0 is dense.</summary>
    public required int Round { get; init; }

    /// <summary>Whether its training is done; everything measured is null before.</summary>
    public required bool IsFinished { get; init; }

    /// <summary>Prunable weights.</summary>
    public required long Prunable { get; init; }

    /// <summary>Kept weights; null while the mask is not known.</summary>
    public required long? Kept { get; init; }

    /// <summary>Kept / prunable; null while the mask is not known.</summary>
    public double? Density => Kept is { } kept ? (Prunable == 0 ? 1 : (double)kept / Prunable) : null;

    /// <summary>Iteration of the lowest validation loss.</summary>
    public required long? EarlyStopIteration { get; init; }

    /// <summary>Iteration of the last evaluation; null without validation images, and where it was not noted.</summary>
    public long? LastEvaluation { get; init; }

    /// <summary>Iterations between evaluations; null as above.</summary>
    public long? EvaluationInterval { get; init; }

    /// <summary>Test accuracy at the early-stop iteration.</summary>
    public required double? TestAccuracyAtEarlyStop { get; init; }

    /// <summary>Test accuracy at the end.</summary>
    public required double? FinalTestAccuracy { get; init; }

    /// <summary>The accuracy that counts: at the early-stop iteration, or at the end where nothing was stopped early.</summary>
    public double? Accuracy => TestAccuracyAtEarlyStop ?? FinalTestAccuracy;

    /// <summary>Training accuracy at the end; null where it was not noted.</summary>
    public required double? FinalTrainAccuracy { get; init; }

    /// <summary>Multiply-adds that a forward pass did as a share of the dense ones, in [0, 1]; null where every weight was computed.</summary>
    public double? ComputedShare { get; init; }

    /// <summary>Key of the step that made the starting weights.</summary>
    public required string StartKey { get; init; }

    /// <summary>Key of the mask; null for the dense network.</summary>
    public required string? MaskKey { get; init; }

    /// <summary>Kept weights of each prunable tensor in forward order; empty while the mask is not known.</summary>
    public required IReadOnlyList<TensorCount> Layers { get; init; }
}
