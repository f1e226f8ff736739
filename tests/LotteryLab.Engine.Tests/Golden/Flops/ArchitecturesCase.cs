using System.Text.Json;
using LotteryLab.Engine.Networks;

namespace LotteryLab.Engine.Tests.Golden.Flops;

/// <summary>Counts and costs of the published architectures, dense and with filters or blocks removed.</summary>
public sealed class ArchitecturesCase : IGoldenCase
{
    public bool CanHandle(GoldenCase golden) => golden.Method == "flops" && golden.HasExpected("architectures");

    public void Verify(GoldenCase golden)
    {
        foreach (var architecture in golden.Expected.GetProperty("architectures").EnumerateObject())
        {
            VerifyCounts(architecture.Name, architecture.Value, NetworkCosts.Of(FlopsNetworks.Build(architecture.Name, architecture.Value)));
        }

        foreach (var layers in golden.Expected.GetProperty("layers").EnumerateObject())
        {
            VerifyLayers(layers.Name, layers.Value, NetworkCosts.Of(FlopsNetworks.Build(layers.Name, golden.Expected.GetProperty("architectures").GetProperty(layers.Name))).Layers);
        }

        VerifyRemovedBlocks(golden.Expected.GetProperty("resnet32_blocks_removed"));
    }

    private static void VerifyCounts(string name, JsonElement expected, NetworkCosts costs)
    {
        var actual = new Dictionary<string, long>
        {
            ["parameters_total"] = costs.ParametersTotal,
            ["weights_prunable"] = costs.WeightsPrunable,
            ["batchnorm_affine"] = costs.BatchNormAffine,
            ["biases"] = costs.Biases,
            ["filters"] = costs.Filters,
            ["macs"] = costs.Macs,
            ["reference_flops"] = costs.ReferenceFlops,
        };
        foreach (var (what, value) in actual.Where(pair => GoldenCase.Has(expected, pair.Key)))
        {
            Assert.True(expected.GetProperty(what).GetInt64() == value, $"{name} {what}: expected {expected.GetProperty(what)}, got {value}");
        }
    }

    private static void VerifyLayers(string name, JsonElement expected, IReadOnlyList<LayerCost> layers)
    {
        Assert.Equal(expected.GetArrayLength(), layers.Count);
        for (var i = 0; i < layers.Count; i++)
        {
            Assert.Equal(expected[i].GetProperty("weight_shape").EnumerateArray().Select(size => size.GetInt64()), layers[i].WeightShape);
            Assert.Equal(expected[i].GetProperty("output").EnumerateArray().Select(size => size.GetInt64()), layers[i].OutputShape);
            Assert.True(expected[i].GetProperty("macs").GetInt64() == layers[i].Macs, $"{name}: multiply-accumulates of layer {i}");
        }
    }

    private static void VerifyRemovedBlocks(JsonElement expected)
    {
        var dense = NetworkCosts.Of(FlopsNetworks.WithoutBlocks(0));
        Assert.Equal(expected.GetProperty("filters_dense").GetInt64(), dense.Filters);
        foreach (var row in expected.GetProperty("by_blocks").EnumerateObject())
        {
            // Every identity block costs the same, so it does not matter from which stage they go.
            var removed = int.Parse(row.Name, System.Globalization.CultureInfo.InvariantCulture);
            var costs = NetworkCosts.Of(FlopsNetworks.WithoutBlocks(Math.Min(removed, 3), Math.Max(0, removed - 3)));
            Assert.Equal(row.Value.GetProperty("macs").GetInt64(), costs.Macs);
            GoldenAssert.Close(row.Value.GetProperty("macs_saved_percent").GetDouble(), 100 * (1 - ((double)costs.Macs / dense.Macs)), 1e-12, $"saved by {removed} blocks");
        }

        foreach (var row in expected.GetProperty("filters_after_removing_from_stage1").EnumerateObject())
        {
            var removed = int.Parse(row.Name, System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(row.Value.GetInt64(), NetworkCosts.Of(FlopsNetworks.WithoutBlocks(removed)).Filters);
        }
    }
}
