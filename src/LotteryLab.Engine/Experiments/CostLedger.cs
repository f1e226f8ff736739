using LotteryLab.Engine.Artifacts;

namespace LotteryLab.Engine.Experiments;

/// <summary>What it takes to get to a result, every step that it builds on included, as if nothing were shared with other results.</summary>
/// <param name="Iterations">Optimizer steps.</param>
/// <param name="MultiplyAdds">Theoretical multiply-adds, masked weights free; null while a step is missing or was done by an older version.</param>
/// <param name="Seconds">Measured time here, at dense speed; null when it is not known of every step.</param>
public sealed record CostToGetThere(long Iterations, double? MultiplyAdds, double? Seconds);

/// <summary>Adds up the costs of steps along their inputs.</summary>
internal sealed class CostLedger(PlanRecord plan, ArtifactStore store, Func<string, double?>? seconds)
{
    private readonly Dictionary<string, StepRecord> steps = plan.Steps.ToDictionary(step => step.Key, StringComparer.Ordinal);
    private readonly Dictionary<string, double?> multiplyAdds = new(StringComparer.Ordinal);

    /// <summary>Cost of a training and of everything before it: the search, the dense network, earlier rounds.</summary>
    public CostToGetThere Of(string training)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([training]);
        while (open.TryPop(out var key))
        {
            if (steps.TryGetValue(key, out var step) && reached.Add(key))
            {
                foreach (var input in step.Inputs)
                {
                    open.Push(input);
                }
            }
        }

        return new CostToGetThere(
            reached.Sum(key => steps[key].Cost.Iterations),
            Sum(reached.Select(MultiplyAdds)),
            seconds is null ? null : Sum(reached.Select(seconds)));
    }

    private double? MultiplyAdds(string key)
    {
        if (!multiplyAdds.TryGetValue(key, out var cost))
        {
            // Steps that do not train have no account of their own; the estimate of the plan stands for them.
            var step = steps[key];
            cost = step.Kind == "train" ? (double?)store.Find(new StepKey(key))?.ReadJson(ArtifactFiles.Training)["cost"]?["multiplyAdds"] : step.Cost.MultiplyAdds;
            multiplyAdds.Add(key, cost);
        }

        return cost;
    }

    private static double? Sum(IEnumerable<double?> values) =>
        values.Aggregate((double?)0, (sum, value) => sum + value);
}
