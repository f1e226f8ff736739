using System.Text.Json.Nodes;
using LotteryLab.Engine.Networks;

namespace LotteryLab.Engine.Training.Rules;

/// <summary>
/// Trains weights and nothing else: biases and batch-norm scale and shift stay where they start. With zero biases, scale 1 and shift 0 that
/// is exactly a network without them.
/// </summary>
internal sealed class WeightsOnlyRule : TrainingRule
{
    public static ITrainingRuleSource Source { get; } = new RuleSource(new JsonObject { ["name"] = "weights-only" }, costFactor: 1, _ => new WeightsOnlyRule());

    public override bool Trains(ParameterDefinition parameter) => parameter.IsWeight;
}
