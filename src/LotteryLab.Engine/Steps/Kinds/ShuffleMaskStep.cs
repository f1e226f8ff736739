using System.Text.Json.Nodes;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Pruning;

namespace LotteryLab.Engine.Steps.Kinds;

/// <summary>Permutes a mask at random, inside each tensor or over the whole network.</summary>
public sealed class ShuffleMaskStep(Step mask, bool isGlobal, long seed) : MaskStep(new StepInput("mask", mask))
{
    /// <inheritdoc/>
    public override string Kind => "shuffle-mask";

    /// <inheritdoc/>
    public override int Version => 1;

    /// <summary>The permutation comes from LibTorch's generator, whose normal draws depend on its version.</summary>
    public override bool IsNumeric => true;

    /// <inheritdoc/>
    public override JsonObject Parameters => new() { ["scope"] = isGlobal ? "global" : "layerwise", ["seed"] = seed };

    /// <inheritdoc/>
    public override void Execute(StepContext context)
    {
        var before = MaskFile.FromBytes(context.Inputs["mask"].Read(ArtifactFiles.Mask));
        var shuffled = isGlobal ? RandomMasks.ShuffleGlobally(before, seed) : RandomMasks.ShuffleLayers(before, seed);
        Write(context, shuffled, []);
    }
}
