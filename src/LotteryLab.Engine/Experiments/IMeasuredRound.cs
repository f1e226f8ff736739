using LotteryLab.Engine.Planning;

namespace LotteryLab.Engine.Experiments;

/// <summary>
/// What tables and judgements read of a round: a <see cref="RoundResult"/>, or the row that an index made of one. What is not known, or not yet, is null.
/// Accuracies are fractions in [0, 1].
/// </summary>
public interface IMeasuredRound
{
    /// <summary>0-based replicate.</summary>
    int Replicate { get; }

    /// <summary><c>ticket</c>, or the name of the control.</summary>
    Branch Branch { get; }

    /// <summary>0-based draw of a control that is drawn several times.</summary>
    int Draw { get; }

    /// <summary>Round; 0 is dense.</summary>
    int Round { get; }

    /// <summary>Kept weights.</summary>
    long? Kept { get; }

    /// <summary>Kept / prunable.</summary>
    double? Density { get; }

    /// <summary>Iteration of the lowest validation loss.</summary>
    long? EarlyStopIteration { get; }

    /// <summary>Iteration of the last evaluation; null where it was not noted.</summary>
    long? LastEvaluation { get; }

    /// <summary>Iterations between evaluations; null where it was not noted.</summary>
    long? EvaluationInterval { get; }

    /// <summary>Test accuracy at the early-stop iteration.</summary>
    double? TestAccuracyAtEarlyStop { get; }

    /// <summary>Test accuracy at the end of training.</summary>
    double? FinalTestAccuracy { get; }

    /// <summary>The accuracy that counts: at the early-stop iteration, or at the end where nothing was stopped early.</summary>
    double? Accuracy { get; }

    /// <summary>Training accuracy at the end of training.</summary>
    double? FinalTrainAccuracy { get; }

    /// <summary>Multiply-adds that a forward pass did, as a share of the dense network's.</summary>
    double? ComputedShare { get; }
}
