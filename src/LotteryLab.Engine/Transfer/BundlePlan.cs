using System.Text.Json;
using LotteryLab.Engine.Experiments;

namespace LotteryLab.Engine.Transfer;

/// <summary>Reads the plan of a bundle. Pages, charts and sums take a plan at its word, so nothing passes that no planner would write.</summary>
internal static class BundlePlan
{
    private const int MostRounds = 100_000;
    private const int MostSteps = 200_000;
    private const long MostWeights = 1L << 40;
    private const double MostWork = 1e24;

    /// <summary>The plan, checked.</summary>
    /// <exception cref="LotteryLabException">It is damaged, or says something impossible.</exception>
    public static PlanRecord Parse(byte[] json)
    {
        PlanRecord plan;
        try
        {
            plan = PlanRecord.FromJson(json);
        }
        catch (JsonException problem)
        {
            throw Refuse("it is no plan", problem);
        }

        if (plan is not { Name: not null, SpecHash: not null, Numerics: not null, Tensors: not null, Steps: not null, Rounds: not null, Measurements: not null })
        {
            throw Refuse("a part of it is missing");
        }

        if (!BundlePath.IsKey(plan.SpecHash) || plan.Numerics.Length > 200 || plan.Name.Length > 400 || plan.Rounds.Count > MostRounds || plan.Steps.Count > MostSteps || plan.Measurements.Count > MostRounds || plan.Tensors.Count > MostRounds)
        {
            throw Refuse("a part of it is longer than it may be");
        }

        CheckSteps(plan);
        CheckRounds(plan);
        return plan;
    }

    private static void CheckSteps(PlanRecord plan)
    {
        if (!plan.Tensors.All(tensor => tensor is { Name.Length: > 0 and <= 200, Count: >= 0 and <= MostWeights } && tensor.Kept >= 0 && tensor.Kept <= tensor.Count) || plan.Tensors.Sum(tensor => (decimal)tensor.Count) > MostWeights)
        {
            throw Refuse("a tensor has an impossible size");
        }

        var isPossible = plan.Steps.All(step => step is { Kind.Length: > 0 and <= 64, Label.Length: <= 400, Inputs: not null } && BundlePath.IsKey(step.Key) && step.Inputs.All(BundlePath.IsKey)
            && step.Cost is { Iterations: >= 0 and <= MostWeights, Bytes: >= 0 and <= MostWeights, MultiplyAdds: >= 0 and <= MostWork });
        if (!isPossible || plan.Steps.DistinctBy(step => step.Key, StringComparer.Ordinal).Count() != plan.Steps.Count)
        {
            throw Refuse("a step is impossible, or stands there twice");
        }
    }

    private static void CheckRounds(PlanRecord plan)
    {
        var isPossible = plan.Rounds.All(round => round is { Replicate: >= 0 and < MostRounds, Draw: >= 0 and < MostRounds, Round: >= 0 and < MostRounds } && round.Branch is not null
                && BundlePath.IsKey(round.Start) && BundlePath.IsKey(round.Training) && (round.Mask is null || BundlePath.IsKey(round.Mask)))
            && plan.Measurements.All(planned => planned is { Replicate: >= 0 and < MostRounds, Round: >= 0 and < MostRounds, Evaluation.Length: > 0 and <= 128 } && planned.Branch is not null && BundlePath.IsKey(planned.Step));
        if (!isPossible || plan.Rounds.DistinctBy(round => (round.Replicate, round.Branch, round.Draw, round.Round)).Count() != plan.Rounds.Count)
        {
            throw Refuse("a round is impossible, or stands there twice");
        }
    }

    private static LotteryLabException Refuse(string reason, Exception? inner = null) => BundleProblem.Content(BundlePath.Plan, reason, inner);
}
