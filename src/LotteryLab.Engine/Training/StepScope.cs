using TorchSharp;

namespace LotteryLab.Engine.Training;

/// <summary>
/// The dispose scope of each training step. Without a rule nobody can hold on to the step's tensors, so their objects are used again step after
/// step, and a step leaves nothing for the collector.
/// </summary>
internal sealed class StepScope
{
#if NATIVE_TORCH
    private readonly Torch.LoopScope? recycled;

    internal StepScope(TrainingRule? rule) => recycled = rule is null ? new Torch.LoopScope() : null;

    internal DisposeScope Enter() => recycled?.Enter() ?? torch.NewDisposeScope();
#else
    internal StepScope(TrainingRule? rule) => _ = rule;

    internal DisposeScope Enter() => torch.NewDisposeScope();
#endif
}
