using System.Text.Json.Nodes;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Pruning.Allocation;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Steps.Kinds;

/// <summary>Draws a random mask whose layer densities follow a rule, with the overall density of another mask.</summary>
public sealed class AllocatedMaskStep(Step mask, ComponentSpec rule, NetworkDefinition network, long seed) : MaskStep(new StepInput("mask", mask))
{
    /// <inheritdoc/>
    public override string Kind => "allocated-mask";

    /// <inheritdoc/>
    public override int Version => 1;

    /// <summary>Positions come from LibTorch's generator.</summary>
    public override bool IsNumeric => true;

    /// <inheritdoc/>
    public override JsonObject Parameters => new() { ["rule"] = CanonicalJson.OfComponent(rule), ["seed"] = seed };

    /// <inheritdoc/>
    public override void Execute(StepContext context)
    {
        var density = MaskFile.FromBytes(context.Inputs["mask"].Read(ArtifactFiles.Mask)).Density;
        var densities = context.Environment.Catalog.Find<IDensityAllocation>(rule.Name).Allocate(AllocationLayer.Of(network), density, rule.Options);
        Write(context, densities.Draw(seed), new JsonObject { ["askedDensity"] = density });
    }
}
