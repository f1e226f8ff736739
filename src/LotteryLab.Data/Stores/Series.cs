namespace LotteryLab.Data.Stores;

/// <summary>What was measured during one training.</summary>
/// <param name="Training">Key of the training step.</param>
/// <param name="IsFinished">Whether no more points will come.</param>
/// <param name="Points">Evaluation points in order of iterations.</param>
public sealed record Series(string Training, bool IsFinished, IReadOnlyList<SeriesPoint> Points);

/// <summary>One evaluation point. Accuracies are fractions in [0, 1]; null is "not measured".</summary>
/// <param name="Iteration">Optimizer steps taken.</param>
/// <param name="LearningRate">Rate of the next step.</param>
/// <param name="TrainLoss">Mean training loss since the point before.</param>
/// <param name="ValidationLoss">Validation loss.</param>
/// <param name="ValidationAccuracy">Validation accuracy.</param>
/// <param name="TestLoss">Test loss.</param>
/// <param name="TestAccuracy">Test accuracy.</param>
public sealed record SeriesPoint(long Iteration, double LearningRate, double? TrainLoss, double? ValidationLoss, double? ValidationAccuracy, double? TestLoss, double? TestAccuracy);
