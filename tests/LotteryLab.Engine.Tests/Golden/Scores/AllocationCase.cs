using System.Text.Json;
using LotteryLab.Engine.Pruning.Allocation;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Tests.Golden.Scores;

/// <summary>Densities and counts of every rule.</summary>
public sealed class AllocationCase : IGoldenCase
{
    public bool CanHandle(GoldenCase golden) => golden.Method == "density-allocation";

    public void Verify(GoldenCase golden)
    {
        foreach (var network in golden.Expected.EnumerateObject())
        {
            AllocationLayer[] layers = [.. network.Value.GetProperty("layers").EnumerateArray().Select(layer => new AllocationLayer(layer[0].GetString()!, [.. layer[1].EnumerateArray().Select(size => size.GetInt64())]))];
            Assert.Equal(network.Value.GetProperty("prunable_parameters").GetInt64(), layers.Sum(layer => layer.Count));
            Assert.Empty(network.Value.GetProperty("fixed_densities").EnumerateObject());
            foreach (var row in network.Value.GetProperty("cases").EnumerateArray())
            {
                VerifyRow(row, layers, golden.Tolerance);
            }
        }
    }

    private static void VerifyRow(JsonElement row, AllocationLayer[] layers, double tolerance)
    {
        var density = row.GetProperty("density").GetDouble();
        foreach (var (rule, member) in new[] { ("erk", "erk"), ("er", "er"), ("uniform_plus", "uniform_plus"), ("uniform", "uniform"), ("uniform_first_dense", "uniform_first_layer_dense") })
        {
            var expected = new[] { member, $"{member}_kept", $"{member}_total_density" }.Select(name => row.TryGetProperty(name, out var value) ? value : default).ToArray();
            if (expected[0].ValueKind == JsonValueKind.Undefined && expected[1].ValueKind == JsonValueKind.Undefined)
            {
                continue;
            }

            var spec = ComponentCatalog.Default.WithDefaults<IDensityAllocation>(rule);
            var ours = ComponentCatalog.Default.Find<IDensityAllocation>(rule).Allocate(layers, density, spec.Options);
            foreach (var layer in ours.Layers)
            {
                if (expected[0].ValueKind != JsonValueKind.Undefined)
                {
                    GoldenAssert.Close(expected[0].GetProperty(layer.Name).GetDouble(), layer.Density, tolerance, $"{rule} at {density}: {layer.Name}");
                }

                if (expected[1].ValueKind != JsonValueKind.Undefined)
                {
                    Assert.True(expected[1].GetProperty(layer.Name).GetInt64() == layer.Kept, $"{rule} at {density}: {layer.Name} keeps {layer.Kept}");
                }
            }

            if (expected[2].ValueKind != JsonValueKind.Undefined)
            {
                GoldenAssert.Close(expected[2].GetDouble(), ours.Total, tolerance, $"{rule} at {density}: total");
            }
        }
    }
}
