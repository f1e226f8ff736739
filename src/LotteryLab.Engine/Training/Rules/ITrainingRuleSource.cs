using System.Text.Json.Nodes;

namespace LotteryLab.Engine.Training.Rules;

/// <summary>
/// A training rule as steps name it: what goes into the key, and how to make the rule once the step runs. A method that needs a rule
/// defines both in its own file.
/// </summary>
public interface ITrainingRuleSource
{
    /// <summary>Everything that the behaviour of the rule depends on; goes into the step key.</summary>
    JsonObject ToJson();

    /// <summary>Cost of a training step with the rule, in plain training steps; for estimates.</summary>
    double CostFactor { get; }

    /// <summary>
    /// The rule under which a control trains that has its mask from elsewhere: this one, unless it finds masks of its own, in which case
    /// null for plain training.
    /// </summary>
    ITrainingRuleSource? OfControls => this;

    /// <summary>
    /// Theoretical multiply-adds of training with the rule, for each image of each optimizer step, over the steps [from, to): forward and
    /// backward passes, growth batches and the like. A rule that says nothing trains a dense network.
    /// </summary>
    /// <param name="cost">One forward pass, dense and with the final mask.</param>
    /// <param name="from">First iteration.</param>
    /// <param name="to">Iteration after the last one.</param>
    double MultiplyAddsPerImage(PassCost cost, long from, long to) => CostFactor * TrainingCostModel.Dense(cost);

    /// <summary>Makes the rule for one run; the step disposes it.</summary>
    TrainingRule Create(TrainingJob job);
}
