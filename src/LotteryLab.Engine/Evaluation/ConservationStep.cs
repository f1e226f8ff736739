using System.Text.Json.Nodes;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Datasets.Tensors;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Pruning.Flow;
using LotteryLab.Engine.Steps;
using TorchSharp;

namespace LotteryLab.Engine.Evaluation;

/// <summary>Adds up the saliency of a masked state: <c>measurement.json</c> with sums of units and layers.</summary>
public sealed class ConservationStep : Step
{
    private readonly NetworkReference network;
    private readonly NetworkDefinition definition;
    private readonly DatasetReference? dataset;
    private readonly ConservationOptions options;
    private readonly long seed;

    /// <summary>Creates a measurement of a state under a mask.</summary>
    public ConservationStep(Step state, Step? mask, ReplicatePlan plan, ConservationOptions options, long seed)
        : base(mask is null ? [new StepInput("state", state)] : [new StepInput("state", state), new StepInput("mask", mask)])
    {
        network = plan.NetworkReference;
        definition = plan.Network;
        dataset = options.Saliency == "loss" ? plan.DatasetReference : null;
        this.options = options;
        this.seed = seed;
    }

    /// <inheritdoc/>
    public override string Kind => "conservation";

    /// <inheritdoc/>
    public override int Version => 1;

    /// <inheritdoc/>
    public override JsonObject Parameters
    {
        get
        {
            var parameters = new JsonObject { ["network"] = network.ToJson(), ["saliency"] = options.Saliency };
            if (dataset is not null)
            {
                parameters["dataset"] = dataset.ToJson();
                parameters["images"] = options.Images;
                parameters["seed"] = seed;
            }

            return parameters;
        }
    }

    /// <inheritdoc/>
    public override void Execute(StepContext context)
    {
        using var state = StateFile.Read(context.Inputs["state"], definition, context.Environment.Device);
        if (context.Inputs.TryGetValue("mask", out var mask))
        {
            state.ApplyMask(MaskFile.FromBytes(mask.Read(ArtifactFiles.Mask)));
        }

        var saliency = Measure(context, state);
        var sums = Conservation.Of(definition, saliency);
        context.Output.WriteJson(ArtifactFiles.Measurement, new JsonObject
        {
            ["value"] = saliency.Value,
            ["outputSum"] = saliency.OutputSum,
            ["largestUnitError"] = sums.Units.Count == 0 ? null : sums.Units.Max(unit => unit.LargestError),
            ["units"] = new JsonArray([.. sums.Units.Select(unit => (JsonNode)new JsonObject { ["layer"] = unit.Layer, ["into"] = Numbers(unit.Into), ["outOf"] = Numbers(unit.OutOf) })]),
            ["layers"] = new JsonArray([.. sums.Layers.Select(layer => (JsonNode)new JsonObject { ["layer"] = layer.Layer, ["count"] = layer.Count, ["weights"] = layer.Weights, ["cut"] = layer.Cut })]),
        });
    }

    private Saliency Measure(StepContext context, NetworkState state)
    {
        var runnable = new Network(definition);
        if (dataset is null)
        {
            return Saliency.OfFlow(runnable, state);
        }

        using var lease = context.Environment.OpenDataset(dataset, context.Cancellation);
        using var scope = torch.NewDisposeScope();
        var order = TensorDataset.Order(seed, 0, lease.Data.TrainCount);
        var batch = lease.Data.TrainBatch(order.AsSpan(0, Math.Min(options.Images, order.Length)), seed);
        return Saliency.OfLoss(runnable, state, batch.Images, batch.Labels);
    }

    private static JsonArray Numbers(IEnumerable<double> values) => new([.. values.Select(value => (JsonNode?)value)]);
}
