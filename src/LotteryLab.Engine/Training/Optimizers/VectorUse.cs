using System.Runtime.Intrinsics;

namespace LotteryLab.Engine.Training.Optimizers;

/// <summary>How many weights a fused pass takes at a time. All give the same bits.</summary>
internal enum VectorUse
{
    /// <summary>One.</summary>
    None,

    /// <summary>A vector of <see cref="System.Numerics"/>, which has 256 bits at most.</summary>
    Machine,

    /// <summary>A vector of 512 bits, where a pass has that form; Adam's divisions and square roots gain from it.</summary>
    Wide,
}

/// <summary>The choice for this processor.</summary>
internal static class VectorChoice
{
    /// <summary>The widest vectors that it has.</summary>
    internal static VectorUse Best { get; } = Vector512.IsHardwareAccelerated ? VectorUse.Wide : VectorUse.Machine;
}
