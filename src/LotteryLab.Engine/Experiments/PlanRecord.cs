using System.Text.Json;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Steps;

namespace LotteryLab.Engine.Experiments;

/// <summary>
/// A plan as it is written beside its spec (<c>plan.json</c>), so that results can be read, shared and collected without planning again,
/// even where the data set is not at hand.
/// </summary>
/// <param name="Name">Name of the spec.</param>
/// <param name="SpecHash">Identity of the experiment.</param>
/// <param name="Numerics">LibTorch version and device kind that the steps are keyed with.</param>
/// <param name="TotalIterations">Length T of the full schedule.</param>
/// <param name="Tensors">Prunable tensors of the dense network.</param>
/// <param name="Steps">Steps in the order of work.</param>
/// <param name="Rounds">Rounds that the results report.</param>
/// <param name="Measurements">Evaluation steps.</param>
public sealed record PlanRecord(
    string Name,
    string SpecHash,
    string Numerics,
    long TotalIterations,
    IReadOnlyList<TensorCount> Tensors,
    IReadOnlyList<StepRecord> Steps,
    IReadOnlyList<RoundRecord> Rounds,
    IReadOnlyList<MeasurementRecord> Measurements)
{
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    /// <summary>The record of a plan.</summary>
    public static PlanRecord Of(ExperimentPlan plan, string numerics) => new(
        plan.Spec.Name,
        plan.SpecHash,
        numerics,
        plan.Rounds.Select(round => round.Training.Segment.To).DefaultIfEmpty(0).Max(),
        [.. plan.Network.Parameters.Where(parameter => parameter.IsWeight).Select(parameter => new TensorCount(parameter.Name, parameter.Count, parameter.Count))],
        [.. plan.Steps.Select(step => new StepRecord(step.Key.Hex, step.Kind, step.Label, [.. step.Inputs.Select(input => input.Step.Key.Hex)], step.Cost))],
        [.. plan.Rounds.Select(round => new RoundRecord(round.Replicate, round.Branch, round.Draw, round.Round, round.Start.Key.Hex, round.Mask?.Key.Hex, round.Training.Key.Hex, round.Method))],
        [.. plan.Measurements.Select(planned => new MeasurementRecord(planned.Replicate, planned.Evaluation, planned.Branch, planned.Round, planned.Step.Key.Hex))]);

    /// <summary>The record as JSON text.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Format);

    /// <summary>Reads a record.</summary>
    /// <exception cref="JsonException">The text is no plan record.</exception>
    public static PlanRecord FromJson(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<PlanRecord>(json, Format) ?? throw new JsonException("The plan is empty.");
}

/// <summary>A step of a plan.</summary>
/// <param name="Key">Step key.</param>
/// <param name="Kind">What is done.</param>
/// <param name="Label">One line for people.</param>
/// <param name="Inputs">Keys of the steps it builds on.</param>
/// <param name="Cost">Expected cost.</param>
public sealed record StepRecord(string Key, string Kind, string Label, IReadOnlyList<string> Inputs, StepCost Cost);

/// <summary>A round of a plan, by step keys.</summary>
/// <param name="Replicate">0-based replicate.</param>
/// <param name="Branch"><c>ticket</c>, or the name of the control.</param>
/// <param name="Draw">0-based draw.</param>
/// <param name="Round">Round; 0 is dense.</param>
/// <param name="Start">Step of the starting weights.</param>
/// <param name="Mask">Step of the mask; null for the dense network.</param>
/// <param name="Training">Step of the training.</param>
/// <param name="Method">Branch of the method that the round belongs to where several stand side by side.</param>
public sealed record RoundRecord(int Replicate, Branch Branch, int Draw, int Round, string Start, string? Mask, string Training, Branch? Method = null);

/// <summary>An evaluation of a plan, by step key.</summary>
/// <param name="Replicate">0-based replicate.</param>
/// <param name="Evaluation">Name of the evaluation.</param>
/// <param name="Branch">Branch that is measured.</param>
/// <param name="Round">Round that is measured.</param>
/// <param name="Step">Key of the step.</param>
public sealed record MeasurementRecord(int Replicate, string Evaluation, Branch Branch, int Round, string Step);
