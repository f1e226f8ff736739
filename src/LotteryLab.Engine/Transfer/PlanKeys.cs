using LotteryLab.Engine.Experiments;

namespace LotteryLab.Engine.Transfer;

/// <summary>The step keys that a plan names.</summary>
internal static class PlanKeys
{
    /// <summary>Every key, each once, in the order of the plan.</summary>
    public static IReadOnlyList<string> Of(PlanRecord plan) => [.. All(plan).Distinct(StringComparer.Ordinal)];

    /// <summary>The plan with other keys.</summary>
    public static PlanRecord Replace(PlanRecord plan, Func<string, string> key) => plan with
    {
        Steps = [.. plan.Steps.Select(step => step with { Key = key(step.Key), Inputs = [.. step.Inputs.Select(key)] })],
        Rounds = [.. plan.Rounds.Select(round => round with { Start = key(round.Start), Mask = round.Mask is { } mask ? key(mask) : null, Training = key(round.Training) })],
        Measurements = [.. plan.Measurements.Select(measurement => measurement with { Step = key(measurement.Step) })],
    };

    private static IEnumerable<string> All(PlanRecord plan) =>
    [
        .. plan.Steps.SelectMany(step => (string[])[.. step.Inputs, step.Key]),
        .. plan.Rounds.SelectMany(round => (string[])[round.Start, round.Mask ?? round.Start, round.Training]),
        .. plan.Measurements.Select(measurement => measurement.Step),
    ];
}
