using LotteryLab.Engine.Training.Checkpoints;
using LotteryLab.Engine.Training.Measuring;

namespace LotteryLab.Engine.Training;

/// <summary>Listens to a training run. Called on the training thread; must be quick.</summary>
public interface ITrainingObserver
{
    /// <summary>Called after every step: how far the run is on the original schedule.</summary>
    void OnProgress(long iteration);

    /// <summary>Called at each new evaluation point.</summary>
    void OnEvaluation(EvaluationPoint point);

    /// <summary>Called at evaluation points of a training whose rule has changed masks.</summary>
    void OnMasks(long iteration, Masks.MaskSet masks)
    {
    }

    /// <summary>Called once when a checkpoint is resumed, with everything that was measured before it was written.</summary>
    void OnResumed(long iteration, IReadOnlyList<EvaluationPoint> points)
    {
    }

    /// <summary>Called when something went wrong that the run survives, such as a damaged checkpoint; one sentence.</summary>
    void OnWarning(string message)
    {
    }

    /// <summary>Where checkpoints live, or null when this run keeps none.</summary>
    TrainingCheckpointStore? Checkpoints { get; }
}
