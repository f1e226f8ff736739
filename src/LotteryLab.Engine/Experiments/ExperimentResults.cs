using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Experiments.Verdicts;
using LotteryLab.Engine.Planning;

namespace LotteryLab.Engine.Experiments;

/// <summary>Everything that an experiment has given so far.</summary>
/// <param name="Name">Name of the spec.</param>
/// <param name="SpecHash">Identity of the experiment.</param>
/// <param name="Rounds">Finished rounds, by replicate, branch, round and draw.</param>
/// <param name="Planned">Rounds that the plan holds.</param>
/// <param name="Measurements">Finished evaluations.</param>
public sealed record ExperimentResults(string Name, string SpecHash, IReadOnlyList<RoundResult> Rounds, int Planned, IReadOnlyList<MeasurementResult> Measurements)
{
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) } };

    /// <summary>Mean and spread per branch and round.</summary>
    public IReadOnlyList<ResultRow> Rows => ResultRow.Table(Rounds);

    /// <summary>Who wins, at the default tolerance.</summary>
    public ExperimentVerdict Verdict => VerdictRule.Judge(Rounds);

    /// <summary>Which sanity checks the tickets passed, in words; null when the experiment has none.</summary>
    public SanityVerdict? Sanity => SanityVerdict.Of(Rounds);

    /// <summary>Methods side by side on the same axes; null when the experiment has only one.</summary>
    public ShelfComparison? Shelf { get; init; }

    /// <summary>Reads the results of a plan from the store.</summary>
    /// <param name="plan">What was planned.</param>
    /// <param name="store">Where results lie.</param>
    /// <param name="seconds">How long a step took here, by its key; null when nobody knows.</param>
    public static ExperimentResults Read(PlanRecord plan, ArtifactStore store, Func<string, double?>? seconds = null)
    {
        List<RoundResult> rounds = [.. plan.Rounds.Select(round => Read(round, plan.Tensors, store)).OfType<RoundResult>()];
        return new ExperimentResults(
            plan.Name,
            plan.SpecHash,
            rounds,
            plan.Rounds.Count,
            [.. plan.Measurements.Select(planned => Read(planned, store)).OfType<MeasurementResult>()])
        {
            Shelf = ShelfComparison.Of(rounds, new CostLedger(plan, store, seconds)),
        };
    }

    /// <summary>Result of one round, or null while it has not been trained.</summary>
    public static RoundResult? Read(RoundRecord round, IReadOnlyList<TensorCount> dense, ArtifactStore store)
    {
        if (store.Find(new StepKey(round.Training)) is not { } training)
        {
            return null;
        }

        var tensors = round.Mask is { } mask ? ReadCounts(store, new StepKey(mask)) : dense;
        var report = training.ReadJson(ArtifactFiles.Training);
        var summary = report["summary"]!.AsObject();
        var evaluations = report["points"]?.AsArray().Select(point => (long)point!["iteration"]!).ToList() ?? [];
        return new RoundResult
        {
            Replicate = round.Replicate,
            Branch = round.Branch,
            Method = round.Method,
            Draw = round.Draw,
            Round = round.Round,
            Prunable = tensors.Sum(tensor => tensor.Count),
            Kept = tensors.Sum(tensor => tensor.Kept),
            Tensors = tensors,
            EarlyStopIteration = (long?)summary["earlyStopIteration"],
            LastEvaluation = summary["earlyStopIteration"] is null ? null : evaluations.LastOrDefault(),
            EvaluationInterval = summary["earlyStopIteration"] is null ? null : evaluations.Zip(evaluations.Skip(1), (one, next) => next - one).DefaultIfEmpty(0).Max(),
            TestAccuracyAtEarlyStop = (double?)summary["testAccuracyAtEarlyStop"],
            FinalTestAccuracy = (double)summary["finalTestAccuracy"]!,
            FinalTrainAccuracy = (double)summary["finalTrainAccuracy"]!,
            ComputedShare = (double?)report["computed"]?["share"],
            TrainingKey = round.Training,
            StartKey = round.Start,
            MaskKey = round.Mask,
        };
    }

    /// <summary>The results as JSON: the rows (means) and every single round.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["name"] = Name,
            ["spec"] = SpecHash,
            ["planned"] = Planned,
            ["rows"] = JsonSerializer.SerializeToNode(Rows, Format),
            ["rounds"] = JsonSerializer.SerializeToNode(Rounds, Format),
            ["measurements"] = JsonSerializer.SerializeToNode(Measurements, Format),
            ["verdict"] = JsonSerializer.SerializeToNode(Verdict, Format),
            ["sanity"] = JsonSerializer.SerializeToNode(Sanity, Format),
        };
        if (Shelf is not null)
        {
            json["shelf"] = JsonSerializer.SerializeToNode(Shelf, Format);
        }

        return json;
    }

    private static MeasurementResult? Read(MeasurementRecord planned, ArtifactStore store) =>
        store.Find(new StepKey(planned.Step)) is { } artifact
            ? new MeasurementResult(planned.Replicate, planned.Evaluation, planned.Branch, planned.Round, artifact.ReadJson(ArtifactFiles.Measurement))
            : null;

    private static List<TensorCount> ReadCounts(ArtifactStore store, StepKey key)
    {
        var artifact = store.Find(key) ?? throw new CorruptArtifactException(key.Hex, $"The mask {key.Short} is gone.");
        return [.. artifact.ReadJson(ArtifactFiles.Pruning)["tensors"]!.AsArray()
            .Select(tensor => new TensorCount((string)tensor!["name"]!, (long)tensor["count"]!, (long)tensor["kept"]!))];
    }
}

/// <summary>One finished evaluation.</summary>
/// <param name="Replicate">0-based replicate.</param>
/// <param name="Evaluation">Name of the evaluation.</param>
/// <param name="Branch">Branch that was measured.</param>
/// <param name="Round">Round that was measured.</param>
/// <param name="Values">What was measured.</param>
public sealed record MeasurementResult(int Replicate, string Evaluation, Branch Branch, int Round, JsonObject Values);
