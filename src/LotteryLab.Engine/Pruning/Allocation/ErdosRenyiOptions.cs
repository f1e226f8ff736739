using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Pruning.Allocation;

/// <summary>Options of the Erdős–Rényi rules.</summary>
public sealed record ErdosRenyiOptions : AllocationOptions
{
    /// <summary>Exponent on the raw densities (<c>erk_power_scale</c>).</summary>
    [Option("Exponent on the raw densities: 1 is the published rule, 0 makes all layers alike, larger values spread them further.", Min = 0, Max = 4)]
    public double PowerScale { get; init; } = 1;
}
