using System.Text.Json.Nodes;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Steps.Kinds;

/// <summary>Which rates of the original schedule a training uses (card 01, F).</summary>
public enum ScheduleVariant
{
    /// <summary>The schedule as it is: weight rewinding and learning-rate rewinding.</summary>
    Original,

    /// <summary>The last rate of the original schedule throughout: fine-tuning and low-rate rewinding.</summary>
    ConstantAtEnd,
}

/// <summary>The part of training that a step covers.</summary>
/// <param name="From">First iteration on the original schedule.</param>
/// <param name="To">Iteration after the last one.</param>
/// <param name="Variant">Which rates are used.</param>
/// <param name="NoiseSeed">Seed of data order, augmentation and dropout.</param>
public sealed record TrainingSegment(long From, long To, ScheduleVariant Variant, long NoiseSeed);

/// <summary>Where a training stands in a network of several replicates. Both numbers can decide about last bits.</summary>
/// <param name="Places">Replicates of the network.</param>
/// <param name="Place">0-based place of this training.</param>
public sealed record BatchPlace(int Places, int Place);

/// <summary>What all trainings of an experiment have in common.</summary>
/// <param name="Network">The network as steps name it.</param>
/// <param name="Dataset">The data set as steps name it.</param>
/// <param name="Recipe">Optimizer, schedule, batch size and evaluation cadence.</param>
/// <param name="IterationsPerEpoch">ceil(training images / batch size).</param>
/// <param name="TotalIterations">Length T of the full schedule.</param>
/// <param name="Definition">The network itself, for estimates.</param>
public sealed record TrainingInputs(NetworkReference Network, DatasetReference Dataset, TrainingSpec Recipe, long IterationsPerEpoch, long TotalIterations, NetworkDefinition Definition)
{
    /// <summary>Iterations between evaluation points.</summary>
    public long EvaluateEvery => Recipe.EvaluateEvery.ToIterations(IterationsPerEpoch);

    /// <summary>What goes into step keys.</summary>
    public JsonObject ToJson() => new()
    {
        ["network"] = Network.ToJson(),
        ["dataset"] = Dataset.ToJson(),
        ["optimizer"] = CanonicalJson.OfComponent(Recipe.Optimizer),
        ["schedule"] = CanonicalJson.OfComponent(Recipe.Schedule),
        ["batchSize"] = Recipe.BatchSize,
        ["totalIterations"] = TotalIterations,
        ["evaluateEvery"] = EvaluateEvery,
        ["evaluationTestImages"] = Recipe.EvaluationTestImages,
        ["precision"] = Recipe.Precision,
        ["labelSmoothing"] = Recipe.LabelSmoothing,
    };
}
