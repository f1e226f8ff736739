using System.Text.Json.Nodes;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Pruning.Criteria;
using LotteryLab.Engine.Pruning.Flow;
using LotteryLab.Engine.Pruning.Scores;
using LotteryLab.Engine.Steps;
using LotteryLab.Engine.Steps.Kinds;

namespace LotteryLab.Engine.Evaluation;

/// <summary>Prunes at rising compressions and reports which layers are empty: <c>measurement.json</c>.</summary>
public sealed class CriticalCompressionStep : Step
{
    private readonly NetworkReference network;
    private readonly NetworkDefinition definition;
    private readonly DatasetReference dataset;
    private readonly ScoreRequest request;
    private readonly bool needsData;
    private readonly double exponentStep;

    /// <summary>Creates a search with the request of a mask step, at other densities.</summary>
    public CriticalCompressionStep(ReplicatePlan plan, ScoreMaskStep mask, double exponentStep)
        : base(new StepInput("weights", mask.Weights))
    {
        network = plan.NetworkReference;
        definition = plan.Network;
        dataset = plan.DatasetReference;

        // The search is the same whichever round it is derived from.
        request = mask.Request with { Density = 1 };
        needsData = plan.Catalog.Find<ICriterion>(request.Criterion.Name).NeedsData;
        this.exponentStep = exponentStep;
    }

    /// <inheritdoc/>
    public override string Kind => "critical-compression";

    /// <inheritdoc/>
    public override int Version => 1;

    /// <inheritdoc/>
    public override JsonObject Parameters
    {
        get
        {
            var parameters = new JsonObject { ["network"] = network.ToJson(), ["request"] = request.ToJson(needsData), ["exponentStep"] = exponentStep };
            if (needsData)
            {
                parameters["dataset"] = dataset.ToJson();
            }

            return parameters;
        }
    }

    /// <inheritdoc/>
    public override void Execute(StepContext context)
    {
        var environment = context.Environment;
        using var lease = needsData ? environment.OpenDataset(dataset, context.Cancellation) : null;
        using var state = StateFile.Read(context.Inputs["weights"], definition, environment.Device);
        var data = lease is null ? null : new DatasetScoreData(lease.Data, request.Data, request.Seed, request.IsReference);
        var weights = definition.Parameters.Where(parameter => parameter.IsWeight).ToList();
        var maximal = LayerCollapse.MaximalCompression(new MaskSet(weights.Select(weight => KeyValuePair.Create(weight.Name, BitMask.Full(weight.Count)))));
        var tried = new JsonArray();
        var critical = 1.0;
        foreach (var compression in Compressions(maximal))
        {
            var masks = new ScorePruner(environment.Catalog, definition, request with { Density = 1 / compression }).Prune(state, before: null, data, onIteration: null, context.Cancellation).Masks;
            var collapse = LayerCollapse.Of(definition, masks, LivePaths.Of(definition, masks));
            if (collapse.Cut.Count == 0)
            {
                critical = Math.Max(critical, compression);
            }

            tried.Add(new JsonObject
            {
                ["exponent"] = Math.Log10(compression),
                ["kept"] = masks.Kept,
                ["empty"] = collapse.Empty.Count,
                ["collapsedLayers"] = new JsonArray([.. collapse.Cut.Select(name => (JsonNode?)name)]),
                ["survivors"] = new JsonArray([.. masks.Entries.Select(entry => (JsonNode?)entry.Value.Kept)]),
            });
        }

        context.Output.WriteJson(ArtifactFiles.Measurement, new JsonObject
        {
            ["criticalCompression"] = critical,
            ["maximalCompression"] = maximal,
            ["tensors"] = new JsonArray([.. weights.Select(weight => (JsonNode?)weight.Name)]),
            ["tried"] = tried,
        });
    }

    // The grid, and the largest compression that leaves a weight in every tensor.
    private IEnumerable<double> Compressions(double maximal)
    {
        for (var i = 1; Math.Pow(10, i * exponentStep) < maximal; i++)
        {
            yield return Math.Pow(10, i * exponentStep);
        }

        yield return maximal;
    }
}
