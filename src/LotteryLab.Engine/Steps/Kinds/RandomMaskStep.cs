using System.Text.Json.Nodes;
using LotteryLab.Engine.Pruning.Allocation;

namespace LotteryLab.Engine.Steps.Kinds;

/// <summary>Draws a random mask with given numbers of kept weights. The key holds the numbers, not the rule they come from.</summary>
public sealed class RandomMaskStep(LayerDensities densities, long seed) : MaskStep
{
    /// <inheritdoc/>
    public override string Kind => "random-mask";

    /// <inheritdoc/>
    public override int Version => 1;

    /// <summary>Positions come from LibTorch's generator.</summary>
    public override bool IsNumeric => true;

    /// <inheritdoc/>
    public override JsonObject Parameters => new()
    {
        ["tensors"] = new JsonArray([.. densities.Layers.Select(layer => (JsonNode)new JsonObject { ["name"] = layer.Name, ["count"] = layer.Count, ["kept"] = layer.Kept })]),
        ["seed"] = seed,
    };

    /// <inheritdoc/>
    public override void Execute(StepContext context) => Write(context, densities.Draw(seed), []);
}
