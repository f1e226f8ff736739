using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Training.Optimizers;

namespace LotteryLab.Engine.Training.Batched;

/// <summary>One of the trainings that run as one network.</summary>
/// <param name="Job">What to train. Network, data, recipe, segment and schedule are those of the others; start, mask and noise seed are its own.</param>
/// <param name="Observer">Hears of progress and evaluations, and says where its checkpoints live.</param>
/// <param name="Place">0-based place among the replicates; another place may round otherwise.</param>
public sealed record BatchedMember(TrainingJob Job, ITrainingObserver Observer, int Place);

/// <summary>How one of them ended: one of the two is there.</summary>
/// <param name="Outcome">What the training leaves behind; the caller disposes it.</param>
/// <param name="Failure">Why it failed.</param>
public sealed record BatchedResult(TrainingOutcome? Outcome, LotteryLabException? Failure);

/// <summary>Which trainings can run as one network.</summary>
public static class BatchedJob
{
    /// <summary>
    /// Whether every layer has a form with several replicates and the optimizer updates each weight by itself. Trainings with a rule never can: rules
    /// see one network.
    /// </summary>
    public static bool Supports(NetworkDefinition network, TrainingSpec recipe, ComponentCatalog catalog) =>
        BatchedCompiler.Supports(network.Layers) && catalog.Find<IOptimizerComponent>(recipe.Optimizer.Name).IsElementwise;
}
