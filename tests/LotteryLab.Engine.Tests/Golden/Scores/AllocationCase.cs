using LotteryLab.Engine.Pruning.Allocation;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Tests.Golden.Scores;

/// <summary>Densities and counts of every rule.</summary>
public sealed class AllocationCase : IGoldenCase
{
    // What the file gives of each rule: densities, whole weights, and the density that comes out.
    private static readonly (string Rule, string Name, string[] Given)[] Rules =
    [
        ("erk", "erk", ["", "_kept", "_total_density"]),
        ("er", "er", ["", "_kept", "_total_density"]),
        ("uniform", "uniform", ["_kept"]),
        ("uniform_first_dense", "uniform_first_layer_dense", ["_kept"]),
        ("uniform_plus", "uniform_plus", [""]),
    ];

    public IReadOnlyList<string> Methods => ["density-allocation"];

    public bool HasShape(GoldenCase golden) => golden.Expected.Members().All(network => network.Value.Has("cases"));

    public void Verify(GoldenCase golden)
    {
        golden.HasNoNetwork("layer shapes only, see expected");
        foreach (var (_, network) in golden.Expected.Entries())
        {
            AllocationLayer[] layers = [.. network["layers"].Items().Select(layer => new AllocationLayer(layer.Items()[0].Text(), layer.Items()[1].Wholes()))];
            network["prunable_parameters"].Equal(layers.Sum(layer => layer.Count));
            var fixedDensities = network["fixed_densities"].Members().ToDictionary(member => member.Key, member => member.Value.Number(), StringComparer.Ordinal);
            foreach (var row in network["cases"].Items())
            {
                Verify(golden, row, layers, fixedDensities);
            }
        }
    }

    private static void Verify(GoldenCase golden, GoldenNode row, AllocationLayer[] layers, Dictionary<string, double> fixedDensities)
    {
        var density = row["density"].Number();
        row["sparsity_passed_to_reference"].Close(1 - density, 1e-12);
        string[] names = [.. layers.Select(layer => layer.Name)];
        foreach (var (rule, name, given) in Rules)
        {
            LayerDensities ours;
            try
            {
                ours = Allocate(rule, layers, density, fixedDensities, golden.Params);
            }
            catch (LotteryLabException problem) when (problem.Code == "allocation.impossible")
            {
                GoldenCase.Require(given.All(ending => !row.Has(name + ending)), $"{row.Path}: {rule} has no solution at {density}, but the case gives one");
                continue;
            }

            foreach (var ending in new[] { "", "_kept", "_total_density" }.Where(ending => given.Contains(ending, StringComparer.Ordinal) || row.Has(name + ending)))
            {
                Verify(row[name + ending], ending, ours, names, golden.Tolerance);
            }
        }
    }

    private static void Verify(GoldenNode expected, string ending, LayerDensities ours, string[] names, double tolerance)
    {
        if (ending == "_total_density")
        {
            expected.Close(ours.Total, tolerance);
            return;
        }

        foreach (var (name, node) in expected.Exactly(names))
        {
            if (ending == "_kept")
            {
                node.Equal(ours[name].Kept);
            }
            else
            {
                node.Close(ours[name].Density, tolerance);
            }
        }
    }

    private static LayerDensities Allocate(string rule, AllocationLayer[] layers, double density, Dictionary<string, double> fixedDensities, GoldenNode settings)
    {
        object options = rule is "erk" or "er"
            ? new ErdosRenyiOptions { FixedDensities = fixedDensities, PowerScale = settings.Find("erk_power_scale")?.Number() ?? 1 }
            : new AllocationOptions { FixedDensities = fixedDensities };
        return ComponentCatalog.Default.Find<IDensityAllocation>(rule).Allocate(layers, density, options);
    }
}
