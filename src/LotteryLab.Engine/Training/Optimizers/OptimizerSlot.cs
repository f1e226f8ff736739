using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Training.Optimizers;

/// <summary>One parameter with the optimizer's state for it. Value and state are zero at every masked position, always.</summary>
internal sealed class OptimizerSlot : IDisposable
{
    private Tensor? pruned;

    internal OptimizerSlot(OptimizedParameter parameter, bool decays, IReadOnlyList<string> stateNames)
    {
        Definition = parameter.Definition;
        Value = parameter.Value;
        Decays = decays;
        // The vectorised pass reads memory directly, so it needs the plain layout; everything else goes through tensor operations.
        IsFused = !DeviceRoute.IsAccelerator(Value.device) && Value.dtype == ScalarType.Float32 && Value.is_contiguous();
        using (torch.no_grad())
        {
            State = [.. stateNames.Select(_ => torch.zeros(Value.shape, Value.dtype, Value.device).DetachFromDisposeScope())];
        }

        SetMask(parameter.Mask);
    }

    internal ParameterDefinition Definition { get; }

    internal Tensor Value { get; }

    /// <summary>Whether weight decay acts on this parameter.</summary>
    internal bool Decays { get; }

    /// <summary>Whether one pass over raw memory does the update.</summary>
    internal bool IsFused { get; }

    /// <summary>Momenta, in the order of the optimizer's state names.</summary>
    internal Tensor[] State { get; }

    /// <summary>Updates that this parameter has had; bias correction depends on it.</summary>
    internal long Steps { get; set; }

    /// <summary>Kept positions; null when all are.</summary>
    internal BitMask? Mask { get; private set; }

    /// <summary>True where pruned, for the tensor path; null when nothing is.</summary>
    internal Tensor? Pruned => pruned;

    /// <summary>Takes a new mask and zeroes what it prunes. A full mask counts as none: there is nothing to read.</summary>
    internal void SetMask(BitMask? mask)
    {
        if (mask is not null && mask.Count != Value.numel())
        {
            throw new ArgumentException($"The mask of '{Definition.Name}' has {mask.Count} positions; the parameter has {Value.numel()}.", nameof(mask));
        }

        pruned?.Dispose();
        pruned = null;
        Mask = mask is null || mask.Kept == mask.Count ? null : mask;
        if (Mask is null)
        {
            return;
        }

        using (torch.no_grad())
        using (torch.NewDisposeScope())
        {
            var kept = torch.tensor(Mask.ToFloats(), Value.shape);
            pruned = kept.eq(0).to(Value.device).DetachFromDisposeScope();
            Value.masked_fill_(pruned, 0);
            foreach (var state in State)
            {
                state.masked_fill_(pruned, 0);
            }
        }
    }

    internal void Reset()
    {
        Steps = 0;
        using (torch.no_grad())
        {
            foreach (var state in State)
            {
                state.zero_();
            }
        }
    }

    /// <summary>The memory of a contiguous float32 tensor.</summary>
    internal static Span<float> Floats(Tensor tensor) => HostReads.Memory(tensor);

    public void Dispose()
    {
        pruned?.Dispose();
        foreach (var state in State)
        {
            state.Dispose();
        }
    }
}
