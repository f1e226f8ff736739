using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Training.Optimizers;

/// <summary>
/// What SGD and the Adam family share: each weight is updated from its own gradient and state only, so masked positions can be left out
/// without changing the others.
/// </summary>
internal abstract class ElementwiseOptimizer : IOptimizer
{
    private readonly OptimizerSlot[] slots;
    private readonly Dictionary<string, Tensor> exported = new(StringComparer.Ordinal);
    private readonly Tensor[] stepCounters;

    protected ElementwiseOptimizer(IReadOnlyList<OptimizedParameter> parameters, DecayRule decay, IReadOnlyList<string> stateNames)
    {
        slots = [.. parameters.Select(parameter => new OptimizerSlot(parameter, decay.Covers(parameter.Definition), stateNames))];
        stepCounters = [.. slots.Select(_ => torch.zeros([1], ScalarType.Int64).DetachFromDisposeScope())];
        for (var i = 0; i < slots.Length; i++)
        {
            exported[$"{slots[i].Definition.Name}/step"] = stepCounters[i];
            for (var j = 0; j < stateNames.Count; j++)
            {
                exported[$"{slots[i].Definition.Name}/{stateNames[j]}"] = slots[i].State[j];
            }
        }
    }

    /// <summary>Tests change this to compare the forms of the fused pass; the results must be the same bits.</summary>
    internal VectorUse Vectors { get; init; } = VectorChoice.Best;

    /// <summary>Tests switch this off to compare the fused pass with plain tensor operations.</summary>
    internal bool UsesFusedPass { get; init; } = true;

    public void Step(double learningRate)
    {
        foreach (var slot in slots)
        {
            using var gradient = slot.Value.grad;
            if (gradient is null)
            {
                continue;
            }

            slot.Steps++;
            if (!slot.IsFused || !UsesFusedPass)
            {
                using var noGrad = torch.no_grad();
                using var scope = torch.NewDisposeScope();
                UpdateTensors(slot, slot.Pruned is null ? gradient : gradient.masked_fill(slot.Pruned, 0), learningRate);
            }
            else if (gradient.is_contiguous())
            {
                UpdateFused(slot, OptimizerSlot.Floats(gradient), learningRate);
            }
            else
            {
                using var plain = gradient.contiguous();
                UpdateFused(slot, OptimizerSlot.Floats(plain), learningRate);
            }
        }
    }

    public void ZeroGradients()
    {
        foreach (var slot in slots)
        {
            slot.Value.grad = null;
        }
    }

    public IReadOnlyDictionary<string, Tensor> ExportState()
    {
        for (var i = 0; i < slots.Length; i++)
        {
            stepCounters[i].fill_(slots[i].Steps);
        }

        return exported;
    }

    public void ImportState(IReadOnlyDictionary<string, Tensor> state)
    {
        using var noGrad = torch.no_grad();
        foreach (var (name, own) in exported)
        {
            if (!state.TryGetValue(name, out var given) || !given.shape.SequenceEqual(own.shape))
            {
                throw new LotteryLabException("training.optimizer-state", $"The saved optimizer state has no fitting tensor '{name}'.", "It belongs to another network or optimizer; delete the checkpoint to start this training anew.");
            }

            own.copy_(given);
        }

        for (var i = 0; i < slots.Length; i++)
        {
            slots[i].Steps = stepCounters[i].ReadNumber<long>();
        }
    }

    public void SetMask(string parameter, BitMask? mask) => Find(parameter).SetMask(mask);

    public void Reset()
    {
        foreach (var slot in slots)
        {
            slot.Reset();
        }
    }

    public void Dispose()
    {
        foreach (var slot in slots)
        {
            slot.Dispose();
        }

        foreach (var counter in stepCounters)
        {
            counter.Dispose();
        }
    }

    /// <summary>One pass over value, gradient and state of a contiguous float32 parameter in memory.</summary>
    protected abstract void UpdateFused(OptimizerSlot slot, ReadOnlySpan<float> gradient, double learningRate);

    /// <summary>The same update in tensor operations, for other devices and types; the gradient is zero where masked.</summary>
    protected abstract void UpdateTensors(OptimizerSlot slot, Tensor gradient, double learningRate);

    private OptimizerSlot Find(string parameter) =>
        Array.Find(slots, slot => slot.Definition.Name == parameter)
        ?? throw new ArgumentException($"The optimizer does not train '{parameter}'.", nameof(parameter));
}
