using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Pruning.Scores;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Steps.Kinds;

namespace LotteryLab.Engine.Evaluation;

/// <summary>Options of <see cref="CriticalCompressionEvaluation"/>.</summary>
public sealed record CriticalCompressionOptions
{
    /// <summary>Distance of the exponents that are tried.</summary>
    [Option("Distance between the compressions that are tried, as a power of ten; smaller is finer and slower.", Min = 0.01, Max = 1)]
    public double ExponentStep { get; init; } = 0.25;
}

/// <summary>Looks for the largest compression at which no layer is empty, by pruning alone (card 02, D).</summary>
public sealed class CriticalCompressionEvaluation : IEvaluation, ISpecCheck
{
    // N:M has one density only.
    private const string Grouped = "n-m";

    /// <inheritdoc/>
    public Descriptor Descriptor { get; } = new(
        "critical-compression",
        "Critical compression",
        "Prunes the network at rising compressions, without training, and finds the last one at which no layer that everything passes through is empty. A method with the maximal critical compression keeps every layer alive as long as it can be.")
    {
        Papers = [new("Tanaka, Kunin, Yamins and Ganguli, Pruning Neural Networks Without Any Data by Iteratively Conserving Synaptic Flow, NeurIPS 2020", "https://arxiv.org/abs/2006.05467")],
    };

    /// <inheritdoc/>
    public Type OptionsType => typeof(CriticalCompressionOptions);

    /// <inheritdoc/>
    public IEnumerable<SpecProblem> Check(ExperimentSpec spec, object options)
    {
        if (!ScoringOptions.In(spec.Method).Any(method => method.Granularity.Name != Grouped))
        {
            yield return new SpecProblem(".name", Descriptor.Name, $"The method {spec.Method.Name} does not prune by scores to any density.", "a method such as snip, grasp, synflow, magnitude-at-init or prune-at-init");
        }
    }

    /// <inheritdoc/>
    public void Unfold(ReplicatePlan plan, object options)
    {
        foreach (var first in plan.Rounds.Where(round => round.IsTicket && round.Mask is ScoreMaskStep { Request.Granularity.Name: not Grouped }).DistinctBy(round => round.Branch))
        {
            plan.AddMeasurement(Descriptor.Name, first, plan.Add(new CriticalCompressionStep(plan, (ScoreMaskStep)first.Mask!, ((CriticalCompressionOptions)options).ExponentStep)
            {
                Numerics = plan.Numerics,
                Label = $"search the critical compression of replicate {plan.Replicate + 1}",
            }));
        }
    }
}
