namespace LotteryLab.Engine.Training.Measuring;

/// <summary>What was measured at one evaluation point. Accuracies are fractions in [0, 1], losses are mean cross-entropies.</summary>
/// <param name="Iteration">Optimizer steps taken on the original schedule (a run rewound to k starts at k).</param>
/// <param name="LearningRate">Rate of the next step.</param>
/// <param name="TrainLoss">Mean loss of the training batches since the previous point; null at the first point.</param>
/// <param name="ValidationLoss">Loss on the validation images; null when there are none.</param>
/// <param name="ValidationAccuracy">Accuracy on the validation images; null when there are none.</param>
/// <param name="TestLoss">Loss on the test images measured at this point.</param>
/// <param name="TestAccuracy">Accuracy on the test images measured at this point.</param>
public sealed record EvaluationPoint(long Iteration, double LearningRate, double? TrainLoss, double? ValidationLoss, double? ValidationAccuracy, double? TestLoss, double? TestAccuracy)
{
    /// <summary>Values that the training rule reported at this point; null without a rule or when it reports none.</summary>
    public IReadOnlyDictionary<string, double>? Extra { get; init; }
}

/// <summary>What a finished training says about itself.</summary>
public sealed record TrainingSummary
{
    /// <summary>All evaluation points in order.</summary>
    public required IReadOnlyList<EvaluationPoint> Points { get; init; }

    /// <summary>Evaluation point of the lowest validation loss, the earliest on ties (card 01, E); null without validation images.</summary>
    public required long? EarlyStopIteration { get; init; }

    /// <summary>Test accuracy at the early-stop iteration; null without validation images.</summary>
    public required double? TestAccuracyAtEarlyStop { get; init; }

    /// <summary>Test accuracy at the end, on all test images.</summary>
    public required double FinalTestAccuracy { get; init; }

    /// <summary>Test loss at the end, on all test images.</summary>
    public required double FinalTestLoss { get; init; }

    /// <summary>Accuracy on the training images at the end, without augmentation (at most 10,000 of them).</summary>
    public required double FinalTrainAccuracy { get; init; }

    /// <summary>What follows from the points, of which the last one stands at the end of training.</summary>
    internal static TrainingSummary Of(IReadOnlyList<EvaluationPoint> points, double finalTrainAccuracy)
    {
        var best = EarlyStopping.PositionOfMinimum([.. points.Select(point => point.ValidationLoss)]);
        return new TrainingSummary
        {
            Points = points,
            EarlyStopIteration = best < 0 ? null : points[best].Iteration,
            TestAccuracyAtEarlyStop = best < 0 ? null : points[best].TestAccuracy,
            FinalTestAccuracy = points[^1].TestAccuracy!.Value,
            FinalTestLoss = points[^1].TestLoss!.Value,
            FinalTrainAccuracy = finalTrainAccuracy,
        };
    }
}
