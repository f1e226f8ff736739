using System.Text.Json.Nodes;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Masks;

namespace LotteryLab.Engine.Steps.Kinds;

/// <summary>Base of steps that leave a mask: <c>mask.bits</c> with counts per tensor in <c>pruning.json</c>.</summary>
public abstract class MaskStep(params IEnumerable<StepInput> inputs) : Step(inputs)
{
    /// <summary>Mask arithmetic is exact integer work on given float32 numbers and is the same everywhere.</summary>
    public override bool IsNumeric => false;

    /// <summary>Writes the mask and its counts, and tells the journal.</summary>
    internal static void Write(StepContext context, MaskSet mask, JsonObject report)
    {
        var tensors = new JsonArray();
        foreach (var (name, bits) in mask.Entries)
        {
            tensors.Add(new JsonObject { ["name"] = name, ["count"] = bits.Count, ["kept"] = bits.Kept });
        }

        report["count"] = mask.Count;
        report["kept"] = mask.Kept;
        report["tensors"] = tensors;
        context.Output.Write(ArtifactFiles.Mask, MaskFile.ToBytes(mask));
        context.Output.WriteJson(ArtifactFiles.Pruning, report);
        context.Journal.Append("mask", new JsonObject { ["count"] = mask.Count, ["kept"] = mask.Kept, ["tensors"] = tensors.DeepClone() });
    }
}
