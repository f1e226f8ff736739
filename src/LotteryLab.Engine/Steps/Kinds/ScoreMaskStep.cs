using System.Text.Json.Nodes;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Pruning.Flow;
using LotteryLab.Engine.Pruning.Scores;

namespace LotteryLab.Engine.Steps.Kinds;

/// <summary>Prunes by the scores of a criterion. Its request is open, so that controls can derive others from it.</summary>
public sealed class ScoreMaskStep : MaskStep
{
    private readonly NetworkReference network;
    private readonly NetworkDefinition definition;
    private readonly DatasetReference dataset;
    private readonly bool needsData;

    /// <summary>Creates a pruning of a state by scores.</summary>
    /// <param name="inputs">Network and data set.</param>
    /// <param name="weights">Step whose state is scored.</param>
    /// <param name="request">Criterion, scope, granularity, schedule and the rest.</param>
    /// <param name="needsData">Whether the criterion looks at data; a step that does not is the same for every data set.</param>
    public ScoreMaskStep(TrainingInputs inputs, Step weights, ScoreRequest request, bool needsData)
        : base(new StepInput("weights", weights))
    {
        network = inputs.Network;
        definition = inputs.Definition;
        dataset = inputs.Dataset;
        this.needsData = needsData;
        Weights = weights;
        Request = request;
    }

    /// <summary>Step whose state is scored.</summary>
    public Step Weights { get; }

    /// <summary>What was asked for.</summary>
    public ScoreRequest Request { get; }

    /// <inheritdoc/>
    public override string Kind => "score-mask";

    /// <inheritdoc/>
    public override int Version => 1;

    /// <summary>Scores are sums of floating-point numbers.</summary>
    public override bool IsNumeric => true;

    /// <inheritdoc/>
    public override JsonObject Parameters
    {
        get
        {
            var parameters = new JsonObject { ["network"] = network.ToJson(), ["request"] = Request.ToJson(needsData) };
            if (needsData)
            {
                parameters["dataset"] = dataset.ToJson();
            }

            return parameters;
        }
    }

    /// <inheritdoc/>
    public override StepCost Cost
    {
        get
        {
            var costs = NetworkCosts.Of(definition);
            var images = needsData ? Request.Data.ImagesPerClass * definition.Classes : 1;
            return new StepCost(3.0 * costs.Macs * images * Request.Iterations, 0, costs.ParametersTotal / 8);
        }
    }

    /// <inheritdoc/>
    public override void Execute(StepContext context)
    {
        var environment = context.Environment;
        using var lease = needsData ? environment.OpenDataset(dataset, context.Cancellation) : null;
        using var state = StateFile.Read(context.Inputs["weights"], definition, environment.Device);
        var data = lease is null ? null : new DatasetScoreData(lease.Data, Request.Data, Request.Seed, Request.IsReference);
        var outcome = new ScorePruner(environment.Catalog, definition, Request).Prune(
            state,
            before: null,
            data,
            iteration => context.Journal.Append("score", ToJson(iteration)),
            context.Cancellation);
        var paths = LivePaths.Of(definition, outcome.Masks);
        var collapse = LayerCollapse.Of(definition, outcome.Masks, paths);
        List<Pruning.PruningWarning> warnings = [.. outcome.Warnings, .. Warnings(outcome, collapse)];
        foreach (var warning in warnings)
        {
            context.Journal.Append("warning", new JsonObject { ["code"] = warning.Code, ["message"] = warning.Message });
        }

        Write(context, outcome.Masks, Report(outcome, paths, collapse, warnings));
    }

    private static IEnumerable<Pruning.PruningWarning> Warnings(ScoreOutcome outcome, LayerCollapse collapse)
    {
        if (outcome.Masks.Kept != outcome.Asked)
        {
            yield return new("count", $"{outcome.Asked} weights were asked to stay and {outcome.Masks.Kept} did.");
        }

        if (collapse.IsCollapsed)
        {
            var where = collapse.Cut.Count > 0 ? $" at {string.Join(", ", collapse.Cut)}" : "";
            yield return new("collapsed", $"Collapsed{where}: nothing can flow from the input to the output, so the network can only guess.");
        }

        if (outcome.Dense.Count > 0)
        {
            yield return new("dense", $"The granularity leaves {string.Join(", ", outcome.Dense)} dense.");
        }
    }

    private static JsonObject Report(ScoreOutcome outcome, LivePaths paths, LayerCollapse collapse, List<Pruning.PruningWarning> warnings) => new()
    {
        ["asked"] = outcome.Asked,
        ["dense"] = Names(outcome.Dense),
        ["empty"] = Names(collapse.Empty),
        ["isCollapsed"] = collapse.IsCollapsed,
        ["collapsedLayers"] = Names(collapse.Cut),
        ["maximalCompression"] = LayerCollapse.MaximalCompression(outcome.Masks),
        ["effective"] = paths.Effective,
        ["effectiveDensity"] = paths.EffectiveDensity,
        ["deadUnits"] = new JsonObject(paths.DeadUnits.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value))),
        ["iterations"] = new JsonArray([.. outcome.Iterations.Select(iteration => (JsonNode)ToJson(iteration))]),
        ["warnings"] = new JsonArray([.. warnings.Select(warning => (JsonNode)new JsonObject { ["code"] = warning.Code, ["message"] = warning.Message })]),
    };

    private static JsonObject ToJson(ScoreIteration iteration) => new()
    {
        ["number"] = iteration.Number,
        ["density"] = iteration.Density,
        ["kept"] = iteration.Kept,
        ["flow"] = iteration.Flow,
        ["prunedShare"] = iteration.PrunedShare,
    };

    private static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(name => (JsonNode?)name)]);
}
