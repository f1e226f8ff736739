using System.Text.Json.Nodes;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Randomness;
using TorchSharp;

namespace LotteryLab.Engine.Steps.Kinds;

/// <summary>Permutes the kept weights of each tensor among its kept positions: <c>state.safetensors</c>.</summary>
public sealed class ShuffleWeightsStep(Step start, Step mask, NetworkDefinition network, long seed)
    : Step(new StepInput("start", start), new StepInput("mask", mask))
{
    /// <inheritdoc/>
    public override string Kind => "shuffle-weights";

    /// <inheritdoc/>
    public override int Version => 1;

    /// <summary>Values only change places.</summary>
    public override bool IsNumeric => false;

    /// <inheritdoc/>
    public override JsonObject Parameters => new() { ["seed"] = seed };

    /// <inheritdoc/>
    public override void Execute(StepContext context)
    {
        using var state = StateFile.Read(context.Inputs["start"], network, torch.CPU);
        var masks = MaskFile.FromBytes(context.Inputs["mask"].Read(ArtifactFiles.Mask));
        using var noGradient = torch.no_grad();
        foreach (var (name, bits) in masks.Entries)
        {
            using var shuffled = torch.tensor(Shuffle(state.ReadFloats(name), bits, SeedTree.Derive(seed, name)), state[name].shape);
            state[name].copy_(shuffled);
        }

        StateFile.Write(context.Output, state);
    }

    /// <summary>Values with those at kept positions permuted.</summary>
    internal static float[] Shuffle(float[] values, BitMask mask, long seed)
    {
        var places = new List<int>();
        for (var i = 0; i < values.Length; i++)
        {
            if (mask[i])
            {
                places.Add(i);
            }
        }

        var order = CounterRandom.Permutation(seed, places.Count);
        var shuffled = (float[])values.Clone();
        for (var i = 0; i < order.Length; i++)
        {
            shuffled[places[i]] = values[places[order[i]]];
        }

        return shuffled;
    }
}
