using LotteryLab.Engine.Training;
using LotteryLab.Engine.Training.Checkpoints;
using LotteryLab.Engine.Training.Measuring;

namespace LotteryLab.Engine.Tests.Training;

/// <summary>Remembers what a training reports; <see cref="AtIteration"/> lets a test act in the middle of it.</summary>
internal sealed class RecordingObserver(TrainingCheckpointStore? checkpoints = null) : ITrainingObserver
{
    public List<EvaluationPoint> Points { get; } = [];

    public List<string> Warnings { get; } = [];

    public long? ResumedAt { get; private set; }

    public int Steps { get; private set; }

    public Action<long>? AtIteration { get; init; }

    public TrainingCheckpointStore? Checkpoints { get; } = checkpoints;

    public void OnProgress(long iteration)
    {
        Steps++;
        AtIteration?.Invoke(iteration);
    }

    public void OnEvaluation(EvaluationPoint point) => Points.Add(point);

    public void OnResumed(long iteration, IReadOnlyList<EvaluationPoint> points)
    {
        ResumedAt = iteration;
        Points.AddRange(points);
    }

    public void OnWarning(string message) => Warnings.Add(message);
}
