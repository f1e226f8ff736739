using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Steps;

namespace LotteryLab.Engine.Planning;

/// <summary>The graph of steps that a spec unfolds into.</summary>
/// <param name="Spec">The spec.</param>
/// <param name="SpecHash">SHA-256 of its canonical form: the identity of the experiment.</param>
/// <param name="Network">The dense network.</param>
/// <param name="Steps">Distinct steps in the order of work; every step stands after those it builds on.</param>
/// <param name="Rounds">What the results are made of.</param>
/// <param name="Measurements">Evaluation steps whose artifacts are reported beside the rounds.</param>
public sealed record ExperimentPlan(
    ExperimentSpec Spec,
    string SpecHash,
    NetworkDefinition Network,
    IReadOnlyList<Step> Steps,
    IReadOnlyList<PlannedRound> Rounds,
    IReadOnlyList<PlannedMeasurement> Measurements)
{
    /// <summary>What a person should know before the launch: one or two sentences each, the same for all replicates.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>An evaluation step of a replicate.</summary>
/// <param name="Replicate">0-based replicate.</param>
/// <param name="Evaluation">Name of the evaluation.</param>
/// <param name="Branch">Branch that was measured.</param>
/// <param name="Round">Round that was measured.</param>
/// <param name="Step">The step; its artifact holds <c>measurement.json</c>.</param>
public sealed record PlannedMeasurement(int Replicate, string Evaluation, Branch Branch, int Round, Step Step);
