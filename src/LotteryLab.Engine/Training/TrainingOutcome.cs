using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Networks.Sparsity;
using LotteryLab.Engine.Training.Measuring;

namespace LotteryLab.Engine.Training;

/// <summary>What a finished training leaves behind. Owns the state.</summary>
/// <param name="Final">State at the end, masked weights exactly zero, on the device that trained.</param>
/// <param name="Summary">What was measured.</param>
/// <param name="ChangedMask">Masks at the end when a rule changed them, else null: the job's mask still holds.</param>
public sealed record TrainingOutcome(NetworkState Final, TrainingSummary Summary, MaskSet? ChangedMask) : IDisposable
{
    /// <summary>How each layer was computed; null when the recipe left all of them dense.</summary>
    public SparsityPlan? Routes { get; init; }

    /// <summary>Bytes of the optimizer's state.</summary>
    public long OptimizerBytes { get; init; }

    /// <summary>Frees the state.</summary>
    public void Dispose() => Final.Dispose();
}
