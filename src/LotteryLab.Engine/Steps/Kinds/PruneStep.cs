using System.Text.Json.Nodes;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Pruning;

namespace LotteryLab.Engine.Steps.Kinds;

/// <summary>Prunes once by magnitude: a mask that keeps a subset of what the mask before kept.</summary>
public sealed class PruneStep : MaskStep
{
    private readonly NetworkReference network;
    private readonly NetworkDefinition definition;
    private readonly PruningSettings settings;

    /// <summary>Creates a pruning from trained weights and the mask that they were trained under.</summary>
    public PruneStep(Step weights, Step? mask, NetworkReference network, NetworkDefinition definition, PruningSettings settings)
        : base(mask is null ? [new StepInput("weights", weights)] : [new StepInput("weights", weights), new StepInput("mask", mask)])
    {
        this.network = network;
        this.definition = definition;
        this.settings = settings;
    }

    /// <inheritdoc/>
    public override string Kind => "prune";

    /// <inheritdoc/>
    public override int Version => 1;

    /// <inheritdoc/>
    public override JsonObject Parameters => new() { ["network"] = network.ToJson(), ["settings"] = settings.ToJson() };

    /// <inheritdoc/>
    public override StepCost Cost => new(0, 0, definition.Parameters.Where(parameter => parameter.IsWeight).Sum(parameter => parameter.Count) / 8);

    /// <inheritdoc/>
    public override void Execute(StepContext context)
    {
        var values = StateFile.ReadFloats(context.Inputs["weights"]);
        var before = context.Inputs.TryGetValue("mask", out var artifact) ? MaskFile.FromBytes(artifact.Read(ArtifactFiles.Mask)) : null;
        var rates = settings.Rates.ToDictionary(StringComparer.Ordinal);
        var tensors = definition.Parameters
            .Where(parameter => parameter.IsWeight)
            .Select(parameter => new PruningTensor(parameter.Name, values[parameter.Name], before?.Find(parameter.Name) ?? BitMask.Full(parameter.Count))
            {
                Rate = rates.TryGetValue(parameter.Name, out var rate) ? rate : null,
                IsIgnored = settings.Ignored.Contains(parameter.Name),
            })
            .ToList();
        var outcome = MagnitudePruning.Prune(new PruningRequest(RuleOf(settings.Rule), tensors)
        {
            Rate = settings.Rate ?? 0,
            TargetDensity = settings.TargetDensity,
            Scope = settings.IsLayerwise ? PruningScope.Layer : PruningScope.Global,
        });
        foreach (var warning in outcome.Warnings)
        {
            context.Journal.Append("warning", new JsonObject { ["code"] = warning.Code, ["message"] = warning.Message });
        }

        Write(context, outcome.Masks, Report(outcome));
    }

    private static JsonObject Report(PruningOutcome outcome) => new()
    {
        ["asked"] = outcome.NominalQuota,
        ["removed"] = outcome.Removed,
        ["threshold"] = outcome.Threshold,
        ["warnings"] = new JsonArray([.. outcome.Warnings.Select(warning => (JsonNode)new JsonObject { ["code"] = warning.Code, ["message"] = warning.Message })]),
    };

    private static PruningRule RuleOf(string name) => name switch
    {
        "layerwise" => PruningRule.Layerwise,
        "sparse_global" => PruningRule.SparseGlobal,
        "to_global_density" => PruningRule.ToGlobalDensity,
        "exact_k" => PruningRule.ExactK,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Unknown pruning rule."),
    };
}
