using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Pruning.Allocation;

/// <summary>Options that every density rule has.</summary>
public record AllocationOptions
{
    /// <summary>Densities that a person fixes; those tensors are left out of the rule, so the total differs from what is asked.</summary>
    [Option("Densities of single tensors or layers by name. They stay out of the rule and come on top: the total density then differs from the one asked for.", Min = 0, Max = 1)]
    public IReadOnlyDictionary<string, double> FixedDensities { get; init; } = new Dictionary<string, double>();
}
