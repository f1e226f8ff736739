using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Pruning.Criteria;

/// <summary>Options of the GraSP criteria.</summary>
public sealed record GraspOptions
{
    /// <summary>T.</summary>
    [Option("Logits are divided by this before the softmax; larger values flatten the loss.", Min = 0, MinExclusive = true, Max = 1e6)]
    public double Temperature { get; init; } = 200;
}
