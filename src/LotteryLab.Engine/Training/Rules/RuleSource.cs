using System.Text.Json.Nodes;

namespace LotteryLab.Engine.Training.Rules;

/// <summary>A training rule with its settings, for methods that need no class of their own for it.</summary>
/// <param name="settings">Everything that the behaviour of the rule depends on; goes into the step key.</param>
/// <param name="costFactor">Cost of a step with the rule, in plain training steps.</param>
/// <param name="create">Makes the rule for one run.</param>
public sealed class RuleSource(JsonObject settings, double costFactor, Func<TrainingJob, TrainingRule> create) : ITrainingRuleSource
{
    /// <inheritdoc/>
    public double CostFactor => costFactor;

    /// <summary>Whether the rule finds masks of its own, so that controls train without it.</summary>
    public bool FindsMasks { get; init; }

    /// <inheritdoc/>
    public ITrainingRuleSource? OfControls => FindsMasks ? null : this;

    /// <inheritdoc/>
    public double MultiplyAddsPerImage(PassCost cost, long from, long to) =>
        costFactor * (FindsMasks ? TrainingCostModel.Dense(cost) : TrainingCostModel.Static(cost));

    /// <inheritdoc/>
    public JsonObject ToJson() => settings.DeepClone().AsObject();

    /// <inheritdoc/>
    public TrainingRule Create(TrainingJob job) => create(job);
}
