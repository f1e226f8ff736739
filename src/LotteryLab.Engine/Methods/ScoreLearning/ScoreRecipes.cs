using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Training.Optimizers;
using LotteryLab.Engine.Training.Schedules;

namespace LotteryLab.Engine.Methods.ScoreLearning;

/// <summary>Training recipes of searches and fine-tunings; what the options do not say comes from the spec.</summary>
internal static class ScoreRecipes
{
    /// <summary>Recipe of a search: the optimizer is that of the scores.</summary>
    public static TrainingSpec Search(ReplicatePlan plan, ScoreLearningOptions options) => plan.Spec.Training with
    {
        Optimizer = options.Optimizer == "adam"
            ? new ComponentSpec("adam", new AdamOptions { LearningRate = options.LearningRate, WeightDecay = options.WeightDecay })
            : Sgd(options.LearningRate, options.Momentum, options.WeightDecay),
        Schedule = Cosine,
        Length = options.SearchLength == TrainingLength.Zero ? plan.Spec.Training.Length : options.SearchLength,
    };

    /// <summary>Recipe of a ticket's training.</summary>
    public static TrainingSpec FineTuning(ReplicatePlan plan, ScoreLearningOptions options)
    {
        if (options.FineTuning == ScoreLearningOptions.SpecFineTuning)
        {
            return plan.Spec.Training;
        }

        var length = options.FineTuneLength == TrainingLength.Zero ? plan.Spec.Training.Length : options.FineTuneLength;
        return plan.Spec.Training with
        {
            Optimizer = Sgd(options.FineTuneLearningRate, momentum: 0.9, options.FineTuneWeightDecay),
            Schedule = options.FineTuneSchedule == "cosine"
                ? Cosine
                : new ComponentSpec("milestones", new MilestonesOptions { Milestones = [.. Milestones(length.ToIterations(plan.IterationsPerEpoch) / plan.IterationsPerEpoch).Select(epoch => TrainingLength.FromEpochs(epoch).ToString())] }),
            Length = length,
        };
    }

    /// <summary>SGD as a component.</summary>
    public static ComponentSpec Sgd(double rate, double momentum, double weightDecay) =>
        new("sgd", new SgdOptions { LearningRate = rate, Momentum = momentum, WeightDecay = weightDecay });

    /// <summary>Cosine to zero, one rate an epoch.</summary>
    public static ComponentSpec Cosine { get; } = new("cosine", new CosineOptions { PerEpoch = true });

    /// <summary>Epochs at which the reference code drops the rate of fine-tuning (card 04).</summary>
    public static long[] Milestones(long epochs) => epochs switch
    {
        100 => [50, 80],
        150 or 160 => [80, 120],
        200 => [100, 150],
        300 => [150, 250],
        _ => [epochs / 2, 2 * epochs / 3],
    };
}
