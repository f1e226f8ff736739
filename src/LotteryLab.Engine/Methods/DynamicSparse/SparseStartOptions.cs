using System.Globalization;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Pruning.Allocation;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Steps.Kinds;

namespace LotteryLab.Engine.Methods.DynamicSparse;

/// <summary>Options of methods that start from a random sparse network.</summary>
public record SparseStartOptions
{
    /// <summary>Overall densities; each is a round, after the dense round 0.</summary>
    [Option("Densities of the rounds, falling; round 0 is the dense network.", Min = 0, Max = 1, MinExclusive = true, MaxExclusive = true, MinLength = 1, MaxLength = 50)]
    public IReadOnlyList<double> Densities { get; init; } = [0.5, 0.2, 0.1, 0.05, 0.02];

    /// <summary>How the density is spread over the layers.</summary>
    [Option("How the density is spread over the layers: erk, er, uniform, uniform_first_dense and others.", Component = "densityAllocation")]
    public ComponentSpec Allocation { get; init; } = new("erk", new ErdosRenyiOptions());

    /// <summary>Whether the first layer stays dense.</summary>
    [Option("Leave the first layer dense; its weights come on top of the density.")]
    public bool DenseFirst { get; init; }

    /// <summary>Whether the output layer stays dense.</summary>
    [Option("Leave the output layer dense; its weights come on top of the density.")]
    public bool DenseOutput { get; init; }

    /// <summary>The random mask of a round. Equal layer densities give equal masks, whatever the method, so methods are compared from the same start.</summary>
    internal MaskStep Start(ReplicatePlan plan, double density)
    {
        var layers = AllocationLayer.Of(plan.Network);
        var options = (AllocationOptions)Allocation.Options;
        var densities = plan.Catalog.Find<IDensityAllocation>(Allocation.Name).Allocate(layers, density, options with { FixedDensities = Fixed(plan.Network, options) });
        return plan.Add(new RandomMaskStep(densities, plan.Seed(string.Create(CultureInfo.InvariantCulture, $"random-mask/{density:R}")))
        {
            Numerics = plan.Numerics,
            Label = string.Create(CultureInfo.InvariantCulture, $"draw a random mask of density {densities.Total:0.####} of replicate {plan.Replicate + 1}"),
        });
    }

    /// <summary>Problems of the list of densities.</summary>
    internal IEnumerable<SpecProblem> Problems()
    {
        for (var i = 1; i < Densities.Count; i++)
        {
            if (Densities[i] >= Densities[i - 1])
            {
                yield return new SpecProblem($".densities[{i}]", Densities[i].ToString("R", CultureInfo.InvariantCulture), "Each round must keep less than the one before.", string.Create(CultureInfo.InvariantCulture, $"below {Densities[i - 1]}"));
            }
        }
    }

    private Dictionary<string, double> Fixed(NetworkDefinition network, AllocationOptions options)
    {
        var densities = new Dictionary<string, double>(options.FixedDensities, StringComparer.Ordinal);
        var weights = network.Parameters.Where(parameter => parameter.IsWeight).ToList();
        foreach (var weight in weights.Where((weight, i) => (DenseFirst && i == 0) || (DenseOutput && weight.IsOutput)))
        {
            densities[weight.Name] = 1;
        }

        return densities;
    }
}
