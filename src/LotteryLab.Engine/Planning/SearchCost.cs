using System.Text.Json.Nodes;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Steps;
using LotteryLab.Engine.Steps.Kinds;

namespace LotteryLab.Engine.Planning;

/// <summary>
/// What trainings cost, counted alike for all methods. A pass is a forward and backward pass over one batch; a method that needs two for an
/// iteration pays two.
/// </summary>
/// <param name="Trainings">Training steps.</param>
/// <param name="Iterations">Iterations of all of them.</param>
/// <param name="Passes">Passes over a batch.</param>
/// <param name="Epochs">Passes over the training images.</param>
/// <param name="MultiplyAdds">Dense multiply-adds, forward and backward.</param>
public sealed record SearchCost(int Trainings, long Iterations, double Passes, double Epochs, double MultiplyAdds)
{
    /// <summary>Everything that had to be trained before a step's result was there, itself included; shared steps count once.</summary>
    public static SearchCost Of(Step? last)
    {
        var trainings = new Dictionary<StepKey, TrainStep>();
        var seen = new HashSet<StepKey>();
        var open = new Stack<Step>(last is null ? [] : [last]);
        while (open.TryPop(out var step))
        {
            if (!seen.Add(step.Key))
            {
                continue;
            }

            if (step is TrainStep training)
            {
                trainings.Add(training.Key, training);
            }

            foreach (var input in step.Inputs)
            {
                open.Push(input.Step);
            }
        }

        return new SearchCost(
            trainings.Count,
            trainings.Values.Sum(training => Length(training)),
            trainings.Values.Sum(PassesOf),
            trainings.Values.Sum(training => PassesOf(training) / training.Settings.IterationsPerEpoch),
            trainings.Values.Sum(training => training.Cost.MultiplyAdds));
    }

    /// <summary>For artifacts.</summary>
    public JsonObject ToJson() => new()
    {
        ["trainings"] = Trainings,
        ["iterations"] = Iterations,
        ["passes"] = Passes,
        ["epochs"] = Epochs,
        ["multiplyAdds"] = MultiplyAdds,
    };

    private static long Length(TrainStep training) => training.Segment.To - training.Segment.From;

    private static double PassesOf(TrainStep training) => Length(training) * (training.Rule?.CostFactor ?? 1);
}
